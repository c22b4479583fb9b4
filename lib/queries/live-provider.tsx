'use client'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { Live, type LiveStatus } from './live'
import { Pending } from './pending'

const Context = createContext<Live | null>(null)

/** Keeps the cache fresh for the person `me`, from event `seq` on, while mounted. */
export function LiveProvider({ me, seq, children }: { me: number; seq: number; children: ReactNode }) {
  const client = useQueryClient()
  const [live] = useState(() => liveOf(client, me, seq))
  useEffect(() => {
    // Somebody else signed in: nothing of the person before may stay in memory.
    if (live.pending.me === me) return live.start()
    location.reload()
    return undefined
  }, [live, me])
  return <Context.Provider value={live}>{children}</Context.Provider>
}

/** One per cache: who comes back from another page goes on from where the cache stopped being true, not from the page's number. */
const lives = new WeakMap<QueryClient, Live>()

function liveOf(client: QueryClient, me: number, seq: number): Live {
  const live = lives.get(client) ?? new Live(client, new Pending(me), seq)
  if (typeof window !== 'undefined') lives.set(client, live)
  return live
}

export function useLive(): Live {
  const live = useContext(Context)
  if (!live) throw new Error('LiveProvider is missing')
  return live
}

/** How the news comes: `offline` when it does not. */
export function useLiveStatus(): LiveStatus {
  const live = useLive()
  return useSyncExternalStore(live.subscribe, live.getStatus, () => 'live')
}
