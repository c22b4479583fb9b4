'use client'
import { Bell } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import { MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useAct } from '@/lib/queries/mutations'

const HOURS = [
  ['hour', 1],
  ['eight', 8],
  ['day', 24],
  ['week', 168],
] as const

export const isMuted = (row: ConversationRow) => row.me.mutedUntil !== null && row.me.mutedUntil > Date.now()

/** For how long to mute, as lines of a menu; unmuting first where it is muted. */
export function MuteItems({ row }: { row: ConversationRow }) {
  const t = useTranslations('conversation')
  const format = useFormatter()
  const act = useAct()
  return (
    <>
      {isMuted(row) && (
        <>
          <MenuItem
            icon={<Bell size={15} />}
            hint={format.dateTime(new Date(row.me.mutedUntil ?? 0), { dateStyle: 'short', timeStyle: 'short' })}
            onSelect={() => act.unmute(row.id)}
          >
            {t('header.unmute')}
          </MenuItem>
          <MenuLine />
        </>
      )}
      <MenuLabel>{t('mute.title')}</MenuLabel>
      {HOURS.map(([id, hours]) => (
        <MenuItem key={id} onSelect={() => act.mute(row.id, hours * 60)}>
          {t(`mute.${id}`)}
        </MenuItem>
      ))}
    </>
  )
}
