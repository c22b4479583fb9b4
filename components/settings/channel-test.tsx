'use client'
import { useTranslations } from 'use-intl'
import { testChannelAction } from '@/lib/actions/channels'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** Asks the provider whether the channel works, and says in plain words what is wrong if not. */
export function ChannelTest({ channelId }: { channelId: number }) {
  const { state, send, pending, error } = useForm(testChannelAction)
  const t = useTranslations('settings.connect')
  const fault = typeof state.done === 'object' ? state.done.fault : null
  const words = fault && [t(`faults.${fault.class}`), fault.code !== 'unanswered' && t('said', { words: fault.message })].filter(Boolean).join(' ')
  return (
    <form action={send} className="flex flex-col items-start gap-3">
      <input type="hidden" name="channelId" value={channelId} />
      <Submit look="plain">{t('testButton')}</Submit>
      <Outcome error={pending ? undefined : (words ?? error)} done={!pending && typeof state.done === 'object' && !fault ? t('works') : undefined} />
    </form>
  )
}
