'use client'
import { useQuery } from '@tanstack/react-query'
import { keys } from './keys'

/** Who has a conversation open and who is typing in it. `typing` by agents: reply or note. */
export type Presence = { conversationId: number; users: { userId: number; typing: 'reply' | 'note' | null }[]; contactTyping: boolean; contactOnline: boolean }
export type PresenceMap = Record<number, Presence>

const NOTHING: PresenceMap = {}

/** Presence of one conversation, kept by the event stream. */
export function usePresence(id: number): Presence | undefined {
  const { data } = useQuery<PresenceMap, Error, Presence | undefined>({ queryKey: keys.presence, queryFn: () => NOTHING, initialData: NOTHING, select: (all) => all[id] })
  return data
}

/** Presence everywhere, by conversation. */
export function usePresenceMap(): PresenceMap {
  const { data } = useQuery<PresenceMap>({ queryKey: keys.presence, queryFn: () => NOTHING, initialData: NOTHING })
  return data
}
