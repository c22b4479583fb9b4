'use client'
import { useState } from 'react'
import { useTimeZone, useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useAct } from '@/lib/queries/mutations'
import { fromLocalInput, snoozePresets, toLocalInput } from './snooze-presets'

/** Snooze until any moment, on the clock of the person's own time zone. */
export function SnoozeDialog({ id, onClose }: { id: number; onClose: () => void }) {
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
