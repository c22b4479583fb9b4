'use client'
import { CalendarClock } from 'lucide-react'
import { useFormatter, useTimeZone, useTranslations } from 'use-intl'
import { MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu'
import { shortMoment } from '@/components/ui/time'
import { useAct } from '@/lib/queries/mutations'
import { type SnoozePreset, snoozePresets, wallOf } from './snooze-presets'

/** The moments to snooze until, as lines of a menu. */
export function SnoozeItems({ id, onCustom }: { id: number; onCustom: () => void }) {
  const t = useTranslations('conversation.snooze')
  const act = useAct()
  return (
    <>
      <MenuLabel>{t('title')}</MenuLabel>
      {useSnoozeTimes().map((p) => (
        <MenuItem key={p.id} hint={p.when} onSelect={() => act.snooze(id, p.at)}>
          {p.name}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem icon={<CalendarClock size={15} />} onSelect={onCustom}>
        {t('custom')}
      </MenuItem>
    </>
  )
}

/** The moments to snooze until, in words: what each is called and when it is. */
export function useSnoozeTimes(): (SnoozePreset & { name: string; when: string })[] {
  const t = useTranslations('conversation.snooze')
  const format = useFormatter()
  const timeZone = useTimeZone() ?? 'UTC'
  const now = Date.now()
  const name = (p: SnoozePreset) => (p.id === 'later' && wallOf(p.at, timeZone).day !== wallOf(now, timeZone).day ? t('laterTomorrow') : t(p.id))
  return snoozePresets(now, timeZone).map((p) => ({ ...p, name: name(p), when: shortMoment(format, p.at, now) }))
}
