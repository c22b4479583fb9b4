'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { useToast } from '@/components/ui/toast'
import { reactAction, unreactAction } from '@/lib/actions/messages'
import type { MessageView } from '@/lib/domain/messages/view'
import { useMe } from '@/lib/queries/directory'
import { showReaction } from '@/lib/queries/reactions'
import { heardSoFar, keepMessage } from '@/lib/queries/thread'
import { useReason } from './use-reason'

/** Presses on one message whose answers are still to come: only the last answer is the truth. */
const underWay = new Map<number, number>()

/** `toggle(emoji)` puts my emoji on the message or takes it off: shown at once, taken back when refused. */
export function useReactions(message: MessageView) {
  const client = useQueryClient()
  const toast = useToast()
  const t = useTranslations()
  const reason = useReason()
  const me = useMe().id
  const isMine = (emoji: string) => message.reactions?.[emoji]?.includes(me) ?? false

  const toggle = async (emoji: string) => {
    const isOn = !isMine(emoji)
    const turn = (underWay.get(message.id) ?? 0) + 1
    underWay.set(message.id, turn)
    showReaction(client, message, emoji, me, isOn)
    const since = heardSoFar()
    const answer = await (isOn ? reactAction : unreactAction)({ messageId: message.id, emoji }).catch(() => null)
    const isLast = underWay.get(message.id) === turn
    if (isLast) underWay.delete(message.id)
    if (answer?.ok) return isLast ? keepMessage(client, answer.data, since) : undefined
    showReaction(client, message, emoji, me, !isOn)
    toast.show({ tone: 'danger', text: answer ? t('conversation.message.failedChange', { problem: reason(answer.error.reason) }) : t('common.offline') })
  }
  return { isMine, toggle: (emoji: string) => void toggle(emoji) }
}
