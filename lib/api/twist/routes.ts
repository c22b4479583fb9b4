/**
 * Twist's API. v1 and v2 (the oldest forms) and v3 hold every call, v4 those about people. Of `/api/v1` only Twist's own
 * words are taken, with every method; whatever else stands there is another dialect's.
 */
import { Hono } from 'hono'
import type { Documented } from '../programs/openapi'
import { mount, type Dialect, type Route } from '../programs/route'
import { uploadRoute } from './attachments'
import { batchRoute, type Table } from './batch'
import { conversationRoutes } from './conversations'
import { twist } from './dialect'
import { errorShape } from './errors'
import type { Version } from './fields'
import { hookRoutes } from './hooks'
import { messageRoutes } from './messages'
import { peopleRoutes, workspaceUserRoutes } from './people'
import { reactionRoutes } from './reactions'
import { searchRoutes } from './search'
import { threadRoutes } from './threads'

const VERSIONS = [1, 2, 3, 4] as const satisfies readonly Version[]

/** Found by path inside a batch; a batch may hold calls of any version. */
const table: Table = (path) => {
  const at = /^\/api\/v([1-4])(\/.+)$/.exec(path)
  const found = at && byPath.get(Number(at[1]))
  const route = found?.routes.get(at?.[2] ?? '')
  return found && route ? { dialect: found.dialect, route } : null
}

const twistRoutes = (v: Version): Route[] =>
  v === 4
    ? [...peopleRoutes, ...workspaceUserRoutes, batchRoute(table)]
    : [
        ...conversationRoutes(v),
        ...messageRoutes,
        ...peopleRoutes,
        ...workspaceUserRoutes,
        uploadRoute(v),
        ...reactionRoutes,
        ...searchRoutes,
        ...hookRoutes,
        ...threadRoutes,
        batchRoute(table),
      ]

const ROUTES = VERSIONS.map((v): [Version, Route[]] => [v, twistRoutes(v)])

/** For the reference. */
export const documented: Documented[] = ROUTES.map(([v, routes]) => ({
  title: `Twist v${v}`,
  description: 'Every call by GET and POST; JSON, form and query alike.',
  roots: [`/api/v${v}`],
  routes,
  security: { token: { type: 'http', scheme: 'bearer' } },
  conflicts: 'The key was used for another request (131), the first request with it is still running (114, see Retry-After), or it is there already (131)',
  error: errorShape,
  forms: ['application/x-www-form-urlencoded', 'multipart/form-data'],
  merged: true,
}))

const dialects = ROUTES.map(([v, routes]): [Version, Dialect] => [v, twist(routes)])
const byPath = new Map<number, { dialect: Dialect; routes: Map<string, Route> }>(
  dialects.map(([v, dialect]) => [v, { dialect, routes: new Map(dialect.routes.map((r) => [r.path, r])) }]),
)

export const twistApi = new Hono()
for (const [v, dialect] of dialects) {
  twistApi.route(`/api/v${v}`, mount(dialect))
  // Beyond v1 everything below is Twist's, and so is saying that it is not there.
  if (v > 1) twistApi.all(`/api/v${v}/*`, (c) => dialect.refuse({ why: 'no_route' }, { route: null, request: c.req.raw, params: {} }))
}
