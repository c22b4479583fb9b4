import { headers } from 'next/headers'
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { earlyKeysScript } from '@/components/inbox/early-keys'
import { Inbox } from '@/components/inbox/inbox'
import { MOVING_KEYS, WRITING_KEYS } from '@/components/inbox/shortcuts'
import { requireActor } from '@/lib/auth/session'
import { counts } from '@/lib/domain/conversations/counts'
import { list } from '@/lib/domain/conversations/list'
import { directory } from '@/lib/domain/users/directory'
import { me } from '@/lib/domain/users/profile'
import { newestSeq } from '@/lib/domain/workspaces/seq'
import { keys } from '@/lib/queries/keys'
import { PAGE_SIZE, pageOf } from '@/lib/queries/list-rows'
import { LiveProvider } from '@/lib/queries/live-provider'
import { filterOf, readPlace } from '@/lib/queries/views'

export type Search = Promise<Record<string, string | string[] | undefined>>

/** The inbox as any of its addresses says, with the first page, counts and names in the HTML. */
export async function FirstLoad({ pathname, search }: { pathname: string; search: Search }) {
  const actor = await requireActor()
  const given = Object.entries(await search).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v]] : []))
  const filter = filterOf(readPlace(pathname, new URLSearchParams(given)))
  // Read before the rest: what happens in between is told again by the stream, never skipped.
  const seq = await newestSeq(actor, {})
  const [page, tally, people, person] = await Promise.all([list(actor, { ...filter, limit: PAGE_SIZE }), counts(actor, {}), directory(actor, {}), me(actor, {})])
  const client = new QueryClient()
  client.setQueryData(keys.list(filter), { pages: [pageOf(filter, { ...page, seq })], pageParams: [null] })
  client.setQueryData(keys.counts, tally)
  client.setQueryData(keys.directory, people)
  client.setQueryData(keys.me, person)
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <LiveProvider me={actor.userId} seq={seq}>
      {person.preferences.shortcuts !== false && (
        // A text child would be escaped. The browser hides the nonce from the page's code, which finds none where the server wrote one.
        // eslint-disable-next-line react/no-danger -- our own constant text, without anybody's words in it
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: earlyKeysScript(WRITING_KEYS, MOVING_KEYS) }} />
      )}
      <HydrationBoundary state={dehydrate(client)}>
        <Inbox />
      </HydrationBoundary>
    </LiveProvider>
  )
}
