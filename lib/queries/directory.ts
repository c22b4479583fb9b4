'use client'
import { useQuery } from '@tanstack/react-query'
import type { Directory } from '@/lib/domain/users/directory'
import { get } from './fetch'
import { keys } from './keys'

/** The person signed in; the shape of `GET /api/ui/me`. */
export type Me = {
  id: number
  name: string
  email: string
  role: 'admin' | 'agent'
  preferences: { locale?: 'en' | 'es'; theme?: 'light' | 'dark' | 'system'; shortcuts?: boolean; timeZone?: string }
}

const EMPTY: Directory = { workspace: { id: 0, name: '', isDemo: false }, users: [], teams: [], channels: [] }

/** People, teams and channels, as lists and by id. There from the first paint: the page's HTML carries it. */
export function useDirectory() {
  const { data = EMPTY } = useQuery({ queryKey: keys.directory, queryFn: ({ signal }) => get<Directory>('/directory', {}, { signal }) })
  return indexed(data)
}

const index = (data: Directory) => ({
  ...data,
  /** Without the deleted ones, which conversations still name. */
  channels: data.channels.filter((c) => !c.deleted),
  userById: new Map(data.users.map((u) => [u.id, u])),
  teamById: new Map(data.teams.map((t) => [t.id, t])),
  channelById: new Map(data.channels.map((c) => [c.id, c])),
  /** Those who can be given work. */
  active: data.users.filter((u) => !u.disabled),
})

/** Every row asks: made once per answer of the server, not once per row. */
const made = new WeakMap<Directory, ReturnType<typeof index>>()
function indexed(data: Directory): ReturnType<typeof index> {
  const known = made.get(data) ?? index(data)
  made.set(data, known)
  return known
}

/** Who is signed in. Inside the inbox it is always there. */
export function useMe(): Me {
  const { data } = useQuery({ queryKey: keys.me, queryFn: ({ signal }) => get<Me>('/me', {}, { signal }) })
  return data ?? NOBODY
}

const NOBODY: Me = { id: 0, name: '', email: '', role: 'agent', preferences: {} }
