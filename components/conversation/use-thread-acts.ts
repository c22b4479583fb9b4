'use client'
import { type RefObject, useMemo, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { pictureUrl } from '@/components/contact/picture-url'
import { useToast } from '@/components/ui/toast'
import type { DraftMore } from '@/lib/domain/messages/answer'
import { useDirectory } from '@/lib/queries/directory'
import { get } from '@/lib/queries/fetch'
import type { useThread } from '@/lib/queries/thread'
import type { Opened } from '@/lib/queries/thread-merge'
import type { ThreadHandle } from './thread'
import { canQuote, type ThreadActs } from './thread-acts'

/** What can be done in this thread, the same object as long as that is the same. */
export function useThreadActsOf(
  opened: Opened,
  thread: ReturnType<typeof useThread>,
  view: RefObject<ThreadHandle | null>,
  onAnswer: (more: DraftMore) => void,
): ThreadActs {
  const t = useTranslations('conversation.quote')
  const toast = useToast()
  const { channelById } = useDirectory()
  const { row, reach } = opened.details
  const isTeam = row.kind === 'team'
  const channel = row.channelId === null ? undefined : channelById.get(row.channelId)
  // Mail has nothing in its way and so no reach.
  const isLive = channel !== undefined && !channel.disabled && (reach?.connected ?? row.channelType === 'email')
  const channelType = isLive ? row.channelType : null
  const latest = useRef({ onAnswer, jump: thread.jump, toast, t })
  latest.current = { onAnswer, jump: thread.jump, toast, t }
  const id = row.id
  const { contact } = opened
  const picture = contact ? pictureUrl(contact.contact) : undefined

  return useMemo<ThreadActs>(
    () => ({
      isTeam,
      channelType,
      picture,
      quote: canQuote(isTeam, channelType) ? (m) => latest.current.onAnswer({ replyTo: m.id }) : null,
      forward: channelType === 'email' ? (m) => latest.current.onAnswer({ mail: { forward: m.id } }) : null,
      goTo: (messageId) => {
        if (view.current?.toMessage(messageId)) return
        void (async () => {
          try {
            const { index } = await get<{ index: number }>(`/conversations/${id}/messages/${messageId}/point`, {})
            view.current?.toMessage(messageId, true)
            await latest.current.jump(index)
          } catch {
            latest.current.toast.show({ text: latest.current.t('missing') })
          }
        })()
      },
    }),
    [isTeam, channelType, picture, id, view],
  )
}
