'use client'
import { useTranslations } from 'use-intl'
import { testChannelAction } from '@/lib/actions/channels'
import { useFaultWords } from './fault'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** Asks the provider whether the channel works, and says in plain words what is wrong if not. */
export function ChannelTest({ channelId }: { channelId: number }) {
  const { state, send, pending, error } = useForm(testChannelAction)
  const t = useTranslations('settings.connect')
  const wordsOf = useFaultWords()
  const words = typeof state.done === 'object' ? wordsOf(state.done) : null
  return (
    <form action={send} className="flex flex-col items-start gap-3">
      <input type="hidden" name="channelId" value={channelId} />
      <Submit look="plain">{t('testButton')}</Submit>
      <Outcome error={pending ? undefined : (words ?? error)} done={!pending && typeof state.done === 'object' && !words ? t('works') : undefined} />
    </form>
  )
}
