/** A remote libSQL database over the network. Never for a local file: its pool loses the busy lock there. */
import { createClient } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'
import type { Doors, Full, Write } from './doors'

export async function openLibsql(url: string): Promise<Doors> {
  const at = new URL(url)
  const authToken = at.searchParams.get('authToken') ?? undefined
  at.searchParams.delete('authToken')
  const client = createClient({ url: at.toString(), authToken })
  const raw = drizzle(client)
  const db = raw as unknown as Full
  return {
    dialect: 'sqlite',
    read: db,
    write: async (fn) => await fn(db),
    tx: (fn) => raw.transaction((t) => fn(t as unknown as Write), { behavior: 'immediate' }),
    raw: async (s) => void (await client.executeMultiple(s)),
    probe: async () => void (await client.execute('select 1')),
    close: async () => client.close(),
  }
}
