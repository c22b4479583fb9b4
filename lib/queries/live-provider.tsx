'use client'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { Live, type LiveStatus } from './live'
import { Pending } from './pending'

const Context = createContext<Live | null>(null)

/** Keeps the cache fresh for the person `me`, from event `seq` on, while mounted. */
export function LiveProvider({ me, seq, children }: { me: number; seq: number; children: ReactNode }) {
  const client = useQueryClient()
  const [live] = useState(() => new Live(client, new Pending(me), seq))
  useEffect(() => live.start(), [live])
  return <Context.Provider value={live}>{children}</Context.Provider>
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
