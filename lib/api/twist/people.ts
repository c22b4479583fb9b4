/** Twist: users, workspaces and workspace users. A token knows one workspace. */
import { z } from 'zod'
import { AWAY_KINDS, type Preferences } from '@/db/schema/users'
import { refuse } from '@/lib/domain/errors'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import { type Colleague, colleagues } from '@/lib/domain/users/colleagues'
import { setAway } from '@/lib/domain/users/set-away'
import { about } from '@/lib/domain/workspaces/about'
import { type Route, route } from '../programs/route'
import { BOTH } from './dialect'
import { bool, fromJsonText, id, maybe } from './fields'
import { here, seeing } from './looks'

const base = z.object({
  id: z.number().int(),
  name: z.string(),
  short_name: z.string(),
  first_name: z.string(),
  email: z.string(),
  bot: z.boolean(),
  removed: z.boolean(),
  timezone: z.string(),
  avatar_id: z.null(),
  avatar_urls: z.null(),
  away_mode: z.object({ type: z.enum(AWAY_KINDS), date_from: z.string(), date_to: z.string() }).nullable(),
  restricted: z.boolean(),
})
const userShape = base.extend({ lang: z.string(), default_workspace: z.number().int(), snoozed: z.boolean() })
const workspaceUserShape = base.extend({ user_type: z.enum(['USER', 'GUEST', 'ADMIN']), version: z.number().int(), workspace_id: z.number().int() })
const workspaceShape = z.object({
  id: z.number().int(),
  name: z.string(),
  creator: z.number().int(),
  created_ts: z.number().int(),
  default_channel: z.null(),
  default_conversation: z.null(),
  avatar_id: z.null(),
  avatar_urls: z.null(),
  plan: z.enum(['free', 'unlimited']),
})

/** Nobody is away any more the day after. */
const awayOf = ({ away }: Preferences) =>
  away && away.to >= new Date(Date.now() - DAY_MS).toISOString().slice(0, 10) ? { type: away.kind, date_from: away.from, date_to: away.to } : null
const DAY_MS = 86_400_000

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}/)
  .transform((s) => s.slice(0, 10))
/** As JSON, as JSON in a form, or with its fields in brackets; empty: back again. */
const awayIn = z
  .union([z.string(), z.null(), z.record(z.string(), z.unknown())])
  .transform((v, ctx) => (v === '' ? null : fromJsonText(v, ctx)))
  .pipe(z.object({ type: z.enum(AWAY_KINDS), date_from: day.optional(), date_to: day }).nullable())

const person = (u: Colleague): z.output<typeof base> => {
  const [first = u.name, ...rest] = u.name.split(' ')
  const initial = rest.at(-1)?.[0]
  return {
    id: u.id,
    name: u.name,
    short_name: initial ? `${first} ${initial}.` : first,
    first_name: first,
    email: u.email,
    bot: false,
    removed: u.disabled,
    timezone: u.preferences.timeZone ?? 'UTC',
    avatar_id: null,
    avatar_urls: null,
    away_mode: awayOf(u.preferences),
    restricted: false,
  }
}
const user = (u: Colleague, workspaceId: number): z.output<typeof userShape> => ({
  ...person(u),
  lang: u.preferences.locale ?? 'en',
  default_workspace: workspaceId,
  snoozed: false,
})
const workspaceUser = (u: Colleague, workspaceId: number): z.output<typeof workspaceUserShape> => ({
  ...person(u),
  user_type: u.role === 'admin' ? 'ADMIN' : 'USER',
  version: 1,
  workspace_id: workspaceId,
})

/** Asked once per request: a batch mostly wants ten of them. */
const asked = new WeakMap<TokenActor, Promise<Colleague[]>>()

function everybody(actor: TokenActor): Promise<Colleague[]> {
  const known = asked.get(actor) ?? colleagues(seeing(actor), {})
  asked.set(actor, known)
  return known
}

async function find(actor: TokenActor, is: (u: Colleague) => boolean): Promise<Colleague> {
  return (await everybody(actor)).find(is) ?? refuse('not_found', { what: 'user' })
}

/** The workspace with whoever was there first as its creator. */
async function workspace(actor: TokenActor): Promise<z.output<typeof workspaceShape>> {
  const [w, [first]] = [await about(seeing(actor), {}), await everybody(actor)]
  return {
    id: w.id,
    name: w.name,
    creator: first?.id ?? actor.userId,
    created_ts: Math.floor(w.createdAt / 1000),
    default_channel: null,
    default_conversation: null,
    avatar_id: null,
    avatar_urls: null,
    plan: 'unlimited',
  }
}

const updateRoute: Route = route({
  methods: BOTH,
  path: '/users/update',
  summary: 'Say that one is away, or back again; other fields are changed on screen',
  scope: 'conversations:update',
  body: z.object({ away_mode: awayIn.optional() }),
  output: userShape,
  async handle({ actor }, { body: b }) {
    const today = new Date().toISOString().slice(0, 10)
    if (b.away_mode !== undefined)
      await setAway(actor, { away: b.away_mode && { kind: b.away_mode.type, from: b.away_mode.date_from ?? today, to: b.away_mode.date_to } })
    return user(await find(actor, (u) => u.id === actor.userId), actor.workspaceId)
  },
})

export const peopleRoutes: Route[] = [
  updateRoute,
  route({
    methods: BOTH,
    path: '/users/get_session_user',
    summary: 'Get the token’s own user',
    scope: null,
    output: userShape,
    handle: async ({ actor }) => user(await find(actor, (u) => u.id === actor.userId), actor.workspaceId),
  }),
  route({
    methods: BOTH,
    path: '/users/getone',
    summary: 'Get a user',
    scope: 'users:read',
    body: z.object({ id: maybe(id) }),
    output: userShape,
    handle: async ({ actor }, { body: b }) => user(await find(actor, (u) => u.id === (b.id ?? actor.userId)), actor.workspaceId),
  }),
  route({
    methods: BOTH,
    path: '/workspaces/get',
    summary: 'Get all workspaces',
    scope: null,
    output: z.array(workspaceShape),
    handle: async ({ actor }) => [await workspace(actor)],
  }),
  route({
    methods: BOTH,
    path: '/workspaces/getone',
    summary: 'Get a workspace',
    scope: null,
    body: z.object({ id }),
    output: workspaceShape,
    handle: ({ actor }, { body: b }) => (here(actor, b.id), workspace(actor)),
  }),
  route({
    methods: BOTH,
    path: '/workspaces/get_default',
    summary: 'Get the default workspace',
    scope: null,
    output: workspaceShape,
    handle: ({ actor }) => workspace(actor),
  }),
]

const inWorkspace = z.object({ id })
const inWorkspaceOne = inWorkspace.extend({ user_id: id })

/** What a clock on their wall shows: `2026-01-31 09:30:00`. */
const localTime = (u: Colleague) => new Date().toLocaleString('sv-SE', { timeZone: u.preferences.timeZone ?? 'UTC' })

export const workspaceUserRoutes: Route[] = [
  route({
    methods: BOTH,
    path: '/workspace_users/get',
    summary: 'Get the users of a workspace',
    scope: 'users:read',
    output: z.array(workspaceUserShape),
    body: inWorkspace.extend({ archived: maybe(bool) }),
    async handle({ actor }, { body: b }) {
      here(actor, b.id)
      const wanted = (await everybody(actor)).filter((u) => b.archived === undefined || u.disabled === b.archived)
      return wanted.map((u) => workspaceUser(u, actor.workspaceId))
    },
  }),
  route({
    methods: BOTH,
    path: '/workspace_users/get_ids',
    summary: 'Get the ids of the users of a workspace',
    scope: 'users:read',
    body: inWorkspace,
    output: z.array(z.number().int()),
    handle: async ({ actor }, { body: b }) => (here(actor, b.id), (await everybody(actor)).map((u) => u.id)),
  }),
  route({
    methods: BOTH,
    path: '/workspace_users/getone',
    summary: 'Get a user of a workspace',
    scope: 'users:read',
    body: inWorkspace.extend({ user_id: id }),
    output: workspaceUserShape,
    async handle({ actor }, { body: b }) {
      here(actor, b.id)
      return workspaceUser(await find(actor, (u) => u.id === b.user_id), actor.workspaceId)
    },
  }),
  route({
    methods: BOTH,
    path: '/workspace_users/get_by_email',
    summary: 'Get a user of a workspace by email',
    scope: 'users:read',
    body: inWorkspace.extend({ email: z.string().max(254) }),
    output: workspaceUserShape,
    async handle({ actor }, { body: b }) {
      here(actor, b.id)
      return workspaceUser(await find(actor, (u) => u.email === b.email.trim().toLowerCase()), actor.workspaceId)
    },
  }),
  route({
    methods: BOTH,
    path: '/workspace_users/get_user_info',
    summary: 'Get what is known of a user of a workspace',
    scope: 'users:read',
    body: inWorkspaceOne,
    output: workspaceUserShape,
    async handle({ actor }, { body: b }) {
      here(actor, b.id)
      return workspaceUser(await find(actor, (u) => u.id === b.user_id), actor.workspaceId)
    },
  }),
  route({
    methods: BOTH,
    path: '/workspace_users/get_user_local_time',
    summary: 'Get the time where a user is',
    scope: 'users:read',
    body: inWorkspaceOne,
    output: z.string(),
    async handle({ actor }, { body: b }) {
      here(actor, b.id)
      return localTime(await find(actor, (u) => u.id === b.user_id))
    },
  }),
]
