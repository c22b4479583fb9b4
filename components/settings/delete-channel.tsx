'use client'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { deleteChannelAction } from '@/lib/actions/channels'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** Says what is lost, and asks for the channel's name. `losesNames`: customers are known there by ids that mean nothing elsewhere. */
export function DeleteChannel({ channelId, name, losesNames }: { channelId: number; name: string; losesNames: boolean }) {
  const { state, send, error } = useForm(deleteChannelAction)
  const t = useTranslations('settings.connect')
  const common = useTranslations('common')
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const form = useId()
  return (
    <div className="flex">
      <Button look="danger" onClick={() => setAsking(true)}>
        {t('delete')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('deleteAsk', { name })}
        footer={<Button onClick={() => setAsking(false)}>{common('cancel')}</Button>}
      >
        <form id={form} action={send} className="flex flex-col gap-3">
          <p className="wrap-anywhere">{t('deleteLost', { names: losesNames ? 'yes' : 'no' })}</p>
          <input type="hidden" name="channelId" value={channelId} />
          <Field label={t('deleteType', { name })} error={state.field === 'name' ? error : undefined}>
            <Input name="name" required autoComplete="off" data-autofocus value={typed} onChange={(e) => setTyped(e.target.value)} />
          </Field>
          {error && state.field !== 'name' && <Outcome error={error} />}
          <Submit look="danger" className="self-start" disabled={typed.trim() !== name}>
            {t('delete')}
          </Submit>
        </form>
      </Dialog>
    </div>
  )
}
