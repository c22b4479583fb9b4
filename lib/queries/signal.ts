'use client'
/** My signs of life in a conversation: that I look at it, and what I am typing. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { post, urlOf } from './fetch'
import { keys } from './keys'
import type { Presence, PresenceMap } from './presence'

const BEAT_MS = 15_000
const TYPING_MS = 3000
/** Nothing pressed for so long: no longer typing. */
const IDLE_MS = 5000

/** One per tab, for as long as it lives. */
const tab = [...(typeof crypto === 'undefined' ? [] : crypto.getRandomValues(new Uint8Array(8)))].map((b) => b.toString(16).padStart(2, '0')).join('') || 'tab'

/** Rises with each conversation that is opened. */
let seat = 0

async function beat(client: QueryClient, conversationId: number | null, typing: 'reply' | 'note' | null): Promise<void> {
  try {
    const { presence } = await post<{ presence: Presence | null }>('/presence', { conversationId, tab, typing }, { timeoutMs: 5000 })
    if (presence) client.setQueryData<PresenceMap>(keys.presence, (all) => ({ ...all, [presence.conversationId]: presence }))
  } catch {
    // A lost sign of life is made good by the next one.
  }
}

/** The page goes away: what is under way then is cut off, so the browser itself is asked to say it. */
const leave = () => void navigator.sendBeacon(urlOf('/presence'), JSON.stringify({ conversationId: null, tab, typing: null }))

/** Shows colleagues that I am here while mounted and visible. `typing(mode)` at each key press, `typing(null)` when done. */
export function useSignal(conversationId: number) {
  const client = useQueryClient()
  const now = useRef<{ mode: 'reply' | 'note' | null; sentAt: number; idle?: ReturnType<typeof setTimeout> }>({ mode: null, sentAt: 0 })

  useEffect(() => {
    const state = now.current
    seat++
    const here = () => document.visibilityState === 'visible' && void beat(client, conversationId, state.mode)
    here()
    const timer = setInterval(here, BEAT_MS)
    document.addEventListener('visibilitychange', here)
    window.addEventListener('pagehide', leave)
    return () => {
      clearInterval(timer)
      clearTimeout(state.idle)
      document.removeEventListener('visibilitychange', here)
      window.removeEventListener('pagehide', leave)
      // Only when nothing else was opened: this word must not overtake that of the next conversation.
      const mine = seat
      setTimeout(() => seat === mine && void beat(client, null, null), 200)
    }
  }, [client, conversationId])

  const typing = useCallback(
    (mode: 'reply' | 'note' | null) => {
      const state = now.current
      clearTimeout(state.idle)
      if (mode) state.idle = setTimeout(() => typing(null), IDLE_MS)
      if (mode === state.mode && (mode === null || Date.now() - state.sentAt < TYPING_MS)) return
      state.mode = mode
      state.sentAt = Date.now()
      void beat(client, conversationId, mode)
    },
    [client, conversationId],
  )
  return { typing }
}
