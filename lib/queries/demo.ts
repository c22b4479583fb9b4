'use client'
/** The demo's customers, as whoever plays them sees them. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { PlayedType } from '@/lib/stand-in/facts'
import type { Customer } from '@/lib/stand-in/stage'
import { get, post } from './fetch'

export type { Customer, PlayedType }
export type DemoState = { types: PlayedType[]; customers: Customer[] }

const KEY = ['demo'] as const
type Someone = { type: PlayedType; address: string }

/** Looks again and again: this page is not the one that must be light. */
export const useDemo = () => useQuery({ queryKey: KEY, queryFn: () => get<DemoState>('/demo'), refetchInterval: 1_200, staleTime: 0 })

export function useDemoActs() {
  const client = useQueryClient()
  const act = async (what: string, body: Someone & Record<string, unknown>) => {
    await post(`/demo/${what}`, body)
    await client.invalidateQueries({ queryKey: KEY })
  }
  return {
    say: (who: Someone, what: { name?: string; text: string; photo?: boolean; replyTo?: string }) => act('say', { ...who, ...what }),
    react: (who: Someone, about: string, emoji: string | null) => act('react', { ...who, about, emoji }),
    consent: (who: Someone, wants: boolean) => act('consent', { ...who, wants }),
    pass: (who: Someone, hours: number) => act('pass', { ...who, hours }),
  }
}
