'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLiveStatus } from '@/lib/queries/live-provider'

/** What is on screen and could not be read is asked for again when the network, or the server, is back. */
export function RetryFailed(): null {
  const client = useQueryClient()
  const isOffline = useLiveStatus() === 'offline'
  useEffect(() => {
    if (isOffline) return
    const retry = () => void client.refetchQueries({ type: 'active', predicate: (q) => q.state.status === 'error' })
    retry()
    window.addEventListener('online', retry)
    return () => window.removeEventListener('online', retry)
  }, [client, isOffline])
  return null
}
