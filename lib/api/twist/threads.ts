/** Twist: inbox, threads, channels and groups. This server has none; clients that ask on their way find them empty. */
import { z } from 'zod'
import { refuse } from '@/lib/domain/errors'
import { type Route, route } from '../programs/route'
import { BOTH } from './dialect'
import { id, maybe } from './fields'
import { here } from './looks'
import { OK, ok } from './shapes'

const inWorkspace = z.object({ workspace_id: maybe(id), id: maybe(id) })
const nothing = z.array(z.never())

const empty = (path: string, summary: string): Route =>
  route({
    methods: BOTH,
    path,
    summary,
    scope: 'conversations:read',
    body: inWorkspace,
    output: nothing,
    async handle({ actor }, { body: b }) {
      if (b.workspace_id !== undefined) here(actor, b.workspace_id)
      return []
    },
  })

const absent = (path: string, summary: string): Route =>
  route({
    methods: BOTH,
    path,
    summary,
    scope: 'conversations:read',
    body: z.object({ id }),
    output: z.never(),
    handle: async () => refuse('not_found', { what: 'resource' }),
  })

const done = (path: string, summary: string): Route =>
  route({
    methods: BOTH,
    path,
    summary,
    scope: 'conversations:update',
    body: z.object({ workspace_id: id }),
    output: ok,
    handle: async ({ actor }, { body: b }) => (here(actor, b.workspace_id), OK),
  })

export const threadRoutes: Route[] = [
  empty('/inbox/get', 'Get the inbox’s threads: none'),
  route({
    methods: BOTH,
    path: '/inbox/get_count',
    summary: 'Count the inbox’s threads: none',
    scope: 'conversations:read',
    body: inWorkspace,
    output: z.object({ data: z.number().int(), version: z.number().int() }),
    async handle({ actor }, { body: b }) {
      if (b.workspace_id !== undefined) here(actor, b.workspace_id)
      return { data: 0, version: 1 }
    },
  }),
  done('/inbox/mark_all_read', 'Mark the inbox’s threads as read'),
  done('/inbox/archive_all', 'Archive the inbox’s threads'),
  empty('/threads/get', 'Get threads: none'),
  empty('/threads/get_unread', 'Get unread threads: none'),
  absent('/threads/getone', 'Get a thread'),
  empty('/comments/get', 'Get comments: none'),
  empty('/channels/get', 'Get channels: none'),
  absent('/channels/getone', 'Get a channel'),
  empty('/groups/get', 'Get groups: none'),
  absent('/groups/getone', 'Get a group'),
  empty('/workspaces/get_public_channels', 'Get public channels: none'),
]
