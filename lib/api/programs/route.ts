/**
 * A dialect's routes as data: what validates a request, what documents it (OpenAPI) and what answers it stand together.
 * `mount` turns them into a Hono app; everything vendor-specific is in the Dialect.
 */
import { Hono } from 'hono'
import type { z } from 'zod'
import { asDomainError, type DomainError } from '@/lib/domain/errors'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import type { Scope } from '@/lib/domain/tokens/scopes'
import { authenticate } from './authenticate'
import { TooMany } from '@/lib/parse/json'
import { parseForm } from '@/lib/parse/form'
import { Body, readText } from '../body'
import { BODY_MAX, BodyUnreadable, fieldInStart, fromForm, type Loose, parseBody, QUERY_FIELDS_MAX, START_MAX } from './body'
import { onceOnly } from './once'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const NOTHING = Object.freeze({})
type Shape = z.ZodType
type Out<S> = S extends z.ZodType ? z.output<S> : Record<string, never>

/** `request` is unread when `raw` is set (uploads); `text` is the body as it came otherwise; `key`: the program's own for a call that it may repeat; `madeId`: see once.ts. */
export type Call = { actor: TokenActor; request: Request; text: string; key: string | null; madeId: number | null }

export type Route = {
  methods: readonly Method[]
  /** With `{name}` for parameters, below the dialect's prefix. */
  path: string
  summary: string
  scope: Scope | null
  params?: Shape
  query?: Shape
  body?: Shape
  output: Shape
  status?: number
  raw?: boolean
  handle(call: Call, input: { params: unknown; query: unknown; body: unknown }): Promise<unknown>
}

/** Types the handler by the schemas beside it. */
export function route<P extends Shape | undefined, Q extends Shape | undefined, B extends Shape | undefined, O extends Shape>(
  r: Omit<Route, 'params' | 'query' | 'body' | 'output' | 'handle'> & {
    params?: P
    query?: Q
    body?: B
    output: O
    handle(call: Call, input: { params: Out<P>; query: Out<Q>; body: Out<B> }): Promise<z.input<O> | Response>
  },
): Route {
  return r as Route
}

/** Why a request was refused before or by the domain, for the dialect to put into its own words. */
export type Refusal =
  | { why: 'missing' }
  | { why: 'wrong' }
  | { why: 'limited'; retryAfter: number }
  | { why: 'scope'; scope: string }
  | { why: 'input'; where: 'path' | 'query' | 'body'; issues: z.core.$ZodIssue[]; input: unknown }
  | { why: 'unreadable' }
  | { why: 'too_large' }
  | { why: 'no_route' }
  | { why: 'wrong_method' }
  | { why: 'domain'; error: DomainError }

export type Dialect = {
  name: string
  routes: readonly Route[]
  /** Where the secret stands in a request. */
  secret(request: Request): string | null
  /** The field it may stand in besides, for dialects whose oldest programs put it into the form. */
  secretField?: string
  /** More to check once the actor is known (a tenant header, say); null when all is well. */
  admit?(actor: TokenActor, request: Request): Response | null
  refuse(refusal: Refusal, at: { route: Route | null; request: Request; params: Record<string, string> }): Response
  /** The good answer. */
  answer(value: unknown, route: Route): Response
  /** Query and body as one record, parsed by `body`: for dialects that take either everywhere. */
  merged?: boolean
}

/** What a request sent, by where it stood. `text` is the body as it came. */
export type Sent = { path: Loose; query: Loose; body: Loose; text: string }

async function readSent(dialect: Dialect, r: Route, request: Request, path: Loose, begun: Body | null = null): Promise<Sent> {
  const mark = request.url.indexOf('?')
  const query = mark === -1 ? {} : fromForm(parseForm(request.url.slice(mark + 1), QUERY_FIELDS_MAX))
  const text = begun ? Buffer.from(await begun.bytes()).toString('utf8') : hasBody(r, request) ? await readText(request, BODY_MAX) : ''
  const said = text === '' ? {} : await parseBody(text, typeOf(request))
  return { path, query, body: dialect.merged ? { ...query, ...said } : said, text }
}

const hasBody = (r: Route, request: Request) => !r.raw && request.method !== 'GET'
const typeOf = (request: Request) => request.headers.get('content-type') ?? ''

/** The secret in a body of which little is read, since anybody may send it; and what was read, so that it is read on. */
async function secretInBody(dialect: Dialect, r: Route, request: Request): Promise<{ secret: string; begun: Body } | null> {
  if (dialect.secretField === undefined || !hasBody(r, request)) return null
  const begun = new Body(request, BODY_MAX)
  const start = Buffer.from(await begun.start(START_MAX)).toString('utf8')
  const secret = begun.isWhole ? (await parseBody(start, typeOf(request)))[dialect.secretField] : fieldInStart(start, typeOf(request), dialect.secretField)
  return typeof secret === 'string' && secret !== '' ? { secret, begun } : null
}

/** Serves one request by a route. */
export async function serve(dialect: Dialect, r: Route, request: Request, params: Record<string, string>): Promise<Response> {
  const refuse = (refusal: Refusal) => dialect.refuse(refusal, { route: r, request, params })
  try {
    const stated = dialect.secret(request)
    const inBody = stated === null ? await secretInBody(dialect, r, request) : null
    const who = await authenticate(stated ?? inBody?.secret)
    if (!who.ok) return refuse(who.why === 'limited' ? { why: 'limited', retryAfter: who.retryAfter } : { why: who.why })
    const denied = dialect.admit?.(who.actor, request)
    if (denied) return denied
    const scope = lacks(r, who.actor)
    if (scope) return refuse(scope)
    const sent = await readSent(dialect, r, request, params, inBody?.begun)
    // Found in the beginning of a long body, it might have stood inside another field.
    if (inBody && dialect.secretField && sent.body[dialect.secretField] !== inBody.secret) return refuse({ why: 'wrong' })
    const checked = check(r, sent)
    if ('refusal' in checked) return refuse(checked.refusal)
    const key = request.method === 'GET' ? null : request.headers.get('idempotency-key') || null
    const call: Call = { actor: who.actor, request, text: sent.text, key, madeId: null }
    const work = async (madeId: number | null = null) => {
      const out = await r.handle({ ...call, madeId }, checked.input)
      return out instanceof Response ? out : dialect.answer(out, r)
    }
    return await (key === null ? work() : onceOnly(call, key, work, (error) => refuse({ why: 'domain', error })))
  } catch (e) {
    return refuse(asRefusal(dialect, r, e))
  }
}

const lacks = (r: Route, actor: TokenActor): Refusal | null => (r.scope && !actor.scopes.includes(r.scope) ? { why: 'scope', scope: r.scope } : null)

/** A blank parameter is no filter. */
const withoutBlanks = (query: Loose): Loose => Object.fromEntries(Object.entries(query).filter(([, v]) => v !== ''))

type Input = Parameters<Route['handle']>[1]

function check(r: Route, sent: Sent): { input: Input } | { refusal: Refusal } {
  const input: Input = { params: undefined, query: undefined, body: undefined }
  for (const [where, name, schema] of [
    ['path', 'params', r.params],
    ['query', 'query', r.query],
    ['body', 'body', r.body],
  ] as const) {
    if (!schema) {
      input[name] = NOTHING
      continue
    }
    const result = schema.safeParse(where === 'query' ? withoutBlanks(sent.query) : sent[where])
    if (!result.success) return { refusal: { why: 'input', where, issues: result.error.issues, input: sent[where] } }
    input[name] = result.data
  }
  return { input }
}

/** Checks and does one request of a caller already known: what a batch is made of. Never throws. */
export async function perform(dialect: Dialect, r: Route, call: Call, sent: Sent): Promise<{ value: unknown } | { refusal: Refusal }> {
  const scope = lacks(r, call.actor)
  if (scope) return { refusal: scope }
  const checked = check(r, sent)
  if ('refusal' in checked) return checked
  try {
    return { value: await r.handle(call, checked.input) }
  } catch (e) {
    return { refusal: asRefusal(dialect, r, e) }
  }
}

function asRefusal(dialect: Dialect, r: Route, e: unknown): Refusal {
  if (e instanceof TooMany) return { why: 'too_large' }
  if (e instanceof BodyUnreadable) return { why: 'unreadable' }
  const error = asDomainError(e)
  if (error.reason === 'unexpected') console.error(`${dialect.name}: ${r.path}`, e)
  return { why: 'domain', error }
}

/** The dialect as a Hono app. A known path with another method is `wrong_method`, never another route; every other path is `no_route`. */
export function mount(dialect: Dialect): Hono {
  const app = new Hono()
  const paths = new Set<string>()
  for (const r of dialect.routes) {
    const path = r.path.replace(/\{(\w+)\}/g, ':$1')
    paths.add(path)
    app.on([...r.methods], path, (c) => serve(dialect, r, c.req.raw, c.req.param() as Record<string, string>))
  }
  for (const path of paths) app.all(path, (c) => dialect.refuse({ why: 'wrong_method' }, { route: null, request: c.req.raw, params: {} }))
  return app.notFound((c) => dialect.refuse({ why: 'no_route' }, { route: null, request: c.req.raw, params: {} }))
}
