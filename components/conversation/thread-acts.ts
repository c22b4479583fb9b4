'use client'
import { createContext, useContext } from 'react'
import type { ChannelType } from '@/db/schema/channels'
import { canChangeOut, canQuoteOut, canReactOut } from '@/lib/domain/messages/outward'
import type { MessageView } from '@/lib/domain/messages/view'

/** What can be done from within a thread. */
export type ThreadActs = {
  isTeam: boolean
  /** null where nothing leaves: a team's conversation, or a channel that is off or not connected. */
  channelType: ChannelType | null
  /** Where the customer's picture is. */
  picture?: string
  /** Answers one message; null where an answer cannot name it. */
  quote: ((m: MessageView) => void) | null
  /** Hands one mail on to others; null where there is no mail. */
  forward: ((m: MessageView) => void) | null
  /** Shows a message of this conversation, wherever it is in it. */
  goTo: (messageId: number) => void
}

export const ThreadActsContext = createContext<ThreadActs>({ isTeam: false, channelType: null, quote: null, forward: null, goTo: () => {} })
export const useThreadActs = (): ThreadActs => useContext(ThreadActsContext)

const whatIs = (m: MessageView) => ({ kind: m.kind, isTheirs: m.author.kind === 'contact', createdAt: m.createdAt })

/** Whether an answer in this conversation can name the message it answers. */
export const canQuote = (isTeam: boolean, channelType: ChannelType | null): boolean => isTeam || canQuoteOut({ channelType })

export const isQuotable = (m: MessageView): boolean => m.kind === 'message' && m.deletedAt === null

/** Whether the customer sees this reaction of ours. */
export const isSeen = (channelType: ChannelType | null, m: MessageView, emoji: string): boolean => canReactOut({ channelType }, whatIs(m), emoji, Date.now())

/** Whether this message of mine can be changed, or taken back, as things stand. */
export function canChange(channelType: ChannelType | null, m: MessageView, act: 'edit' | 'remove'): boolean {
  if (m.delivery === null) return true
  if (act === 'edit' && (m.mail || m.body === '')) return false
  if (m.acts?.remove?.state === 'queued') return false
  // It has not left, as far as we know.
  if (m.delivery === 'failed' || (m.delivery === 'queued' && act === 'remove')) return m.deliveryError !== 'delivery_unclear'
  return canChangeOut({ channelType }, whatIs(m), act, Date.now()) === 'yes'
}

/** The message that a key speaks of: the one it was pressed on, or else the customer's newest. */
export function meant(messages: readonly MessageView[], id: number | null): MessageView | undefined {
  const m = messages.find((x) => x.id === id) ?? messages.findLast((x) => x.author.kind === 'contact') ?? messages.findLast(isQuotable)
  return m && isQuotable(m) ? m : undefined
}
