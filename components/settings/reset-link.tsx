'use client'
import { useTranslations } from 'use-intl'
import { type NewLink, resetLinkAction } from '@/lib/actions/users'
import { Copy } from './copy'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** An admin's way to help somebody who forgot their password: a link to hand over. */
export function ResetLink({ userId, name }: { userId: number; name: string }) {
  const { state, send, error } = useForm<NewLink>(resetLinkAction)
  const t = useTranslations('settings')
  if (state.done)
    return (
      <div className="flex basis-full flex-col gap-1">
        <Outcome done={t('resetLinkOnce')} />
        <Copy value={state.done.link} label={t('resetLinkLabel', { name })} />
      </div>
    )
  return (
    <form action={send} className="flex flex-col items-end gap-1">
      <input type="hidden" name="userId" value={userId} />
      <Submit look="plain" aria-label={t('resetLinkNamed', { name })}>
        {t('resetLink')}
      </Submit>
      {error && <Outcome error={error} />}
    </form>
  )
}
