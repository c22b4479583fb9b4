'use client'
import { useTranslations } from 'use-intl'
import type { HistoryEntry } from '@/lib/domain/conversations/history'
import type { MessageView } from '@/lib/domain/messages/view'
import { useNames } from './names'
import { useSystemWords } from './system-line'

/** One event of the history in words; null for what is not worth a line. */
export function useHistoryWords(contactName: string): (e: HistoryEntry) => string | null {
  const t = useTranslations('conversation.system')
  const system = useSystemWords()
  const { user } = useNames()
  return (e) => {
    const byCustomer = e.actor.kind === 'visitor' || e.actor.kind === 'channel'
    const actor = byCustomer ? contactName : user(e.actor.kind === 'user' || e.actor.kind === 'token' ? e.actor.id : null)
    // The presenter of the domain made it; the kind vouches for its shape.
    const message = e.data.message as MessageView | undefined
    switch (e.kind) {
      case 'conversation.started':
        return t('started', { actor })
      case 'message.added':
        if (message?.system) return system(message.system, message.author.id)
        return t(message?.kind === 'note' ? 'noted' : message?.author.kind === 'contact' ? 'wrote' : 'replied', {
          actor: message?.author.kind === 'contact' ? contactName : actor,
        })
      case 'message.edited':
        return t('editedMessage', { actor })
      case 'message.removed':
        return t('removedMessage', { actor })
      case 'contact.changed':
        return t(isAmong(e.data.what, 'merged') ? 'contactMerged' : isAmong(e.data.what, 'parted') ? 'contactParted' : 'contact', { actor })
      default:
        // Assigned, status and the like are told by their system line already.
        return null
    }
  }
}

const isAmong = (list: unknown, word: string) => Array.isArray(list) && list.includes(word)
