'use client'
import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { useTimeZone, useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useAct } from '@/lib/queries/mutations'
import { Picker } from './picker'
import { useSnoozeTimes } from './snooze-items'
import { fromLocalInput, snoozePresets, toLocalInput } from './snooze-presets'

type Props = { id: number; /** What is asked first: one of the usual times, or any date. */ from: 'time' | 'date'; onClose: () => void }

/** Snooze until one of the usual times, found by typing, or until any moment. */
export function SnoozeDialog({ id, from, onClose }: Props) {
  const [isDate, setDate] = useState(from === 'date')
  return isDate ? <DateDialog id={id} onClose={onClose} /> : <TimeDialog id={id} onDate={() => setDate(true)} onClose={onClose} />
}

function TimeDialog({ id, onDate, onClose }: { id: number; onDate: () => void; onClose: () => void }) {
  const t = useTranslations('conversation.snooze')
  const act = useAct()
  const times = useSnoozeTimes().map((p) => ({ key: p.id, name: p.name, group: '', note: p.when, pick: () => act.snooze(id, p.at) }))
  const custom = { key: 'custom', name: t('custom'), group: '', icon: <CalendarClock size={15} />, pick: onDate }
  return (
    <Dialog open onClose={onClose} title={t('title')}>
      <Picker label={t('search')} empty={t('none')} choices={[...times, custom]} opener="snooze" onPicked={(c) => c.key !== custom.key && onClose()} />
    </Dialog>
  )
}

/** On the clock of the person's own time zone. */
function DateDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const t = useTranslations('conversation.snooze')
  const common = useTranslations('common')
  const timeZone = useTimeZone() ?? 'UTC'
  const act = useAct()
  const [value, setValue] = useState(() => toLocalInput(snoozePresets(Date.now(), timeZone).find((p) => p.id === 'tomorrow')?.at ?? Date.now() + 86_400_000, timeZone))
  const [isPast, setPast] = useState(false)
  const submit = () => {
    const at = fromLocalInput(value, timeZone)
    if (at === null || at <= Date.now()) return setPast(true)
    act.snooze(id, at)
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button look="primary" onClick={submit}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(e) => {
          e.preventDefault()
          submit()
        }}
      >
        <Field label={t('date')} hint={t('zone', { zone: timeZone.replaceAll('_', ' ') })} error={isPast ? t('past') : undefined}>
          <Input
            type="datetime-local"
            data-autofocus
            min={toLocalInput(Date.now(), timeZone)}
            max="2099-12-31T23:59"
            value={value}
            onChange={(e) => {
              setValue(e.target.value)
              setPast(false)
            }}
          />
        </Field>
      </form>
    </Dialog>
  )
}
