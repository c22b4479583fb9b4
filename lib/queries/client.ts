'use client'
import { QueryClient } from '@tanstack/react-query'
import { RequestError } from './fetch'

/** The cache of one browser tab. The event stream keeps it fresh, so nothing refetches on focus or by age. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        // On the server each cache serves one page: a timer would hold that page's data for as long.
        gcTime: typeof window === 'undefined' ? Infinity : 30 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && error instanceof RequestError && error.mayRetry,
        retryDelay: (n) => Math.min(500 * 2 ** n, 4000),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
