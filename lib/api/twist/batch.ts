/**
 * Twist: several calls in one. Their addresses may name any host: only path and query count, and nothing is fetched.
 * Each is done for the caller's own token, within its scopes, and takes from its allowance like a call made alone.
 */
import { z } from 'zod'
import { parseForm } from '@/lib/parse/form'
import { TooMany } from '@/lib/parse/json'
import { BodyUnreadable, fromForm, type Loose, parseLoose } from '../programs/body'
import { takeRequest } from '../programs/rate'
import { type Call, type Dialect, perform, type Refusal, type Route, route } from '../programs/route'
import { BOTH } from './dialect'
import { refused } from './errors'
import { bool, fromJsonText, maybe } from './fields'

/** Most calls in one batch, at the same time, and bytes of all answers together. */
const MAX = 50
const AT_ONCE = 10
const ANSWERS_MAX = 20 * 1024 * 1024
/** Fields of one call's address or form, and marks of its JSON: fifty of them are read in one turn. */
const FIELDS_MAX = 200
const MARKS_MAX = 2000

const one = z.object({
  method: z.string().max(10).default('GET'),
  url: z.string().min(1).max(8000),
  body: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
})
type One = z.output<typeof one>

const requests = z
  .union([z.string(), z.array(z.unknown())])
  .transform(fromJsonText)
  .pipe(z.array(one).max(MAX))

const answer = z.object({ code: z.number().int(), headers: z.string(), body: z.string() })

/** What a path leads to; the dialect answers for its version. */
export type Table = (path: string) => { dialect: Dialect; route: Route } | null

export const batchRoute = (table: Table): Route =>
  route({
    methods: BOTH,
    path: '/batch',
    summary: 'Several calls in one',
    scope: null,
    body: z.object({ requests, parallel: maybe(bool) }),
    output: z.array(answer),
    async handle(call, { body: b }) {
      const answers: z.output<typeof answer>[] = []
      let [next, size] = [0, 0]
      const work = async () => {
        for (let i = next++; i < b.requests.length; i = next++) {
          const wanted = b.requests[i]
          const made =
            wanted && size <= ANSWERS_MAX
              ? await single(table, { ...call, key: call.key === null ? null : `${call.key}#${i}` }, wanted)
              : refusedOne({ why: 'too_large' }, '')
          size += made.body.length
          answers[i] = made
        }
      }
      // What writes goes in the order it was written down; what only reads need not wait for each other.
      const hands = b.parallel ? Math.min(AT_ONCE, b.requests.length) : 1
      await Promise.all(Array.from({ length: hands }, work))
      return answers
    },
  })

const HEADERS = 'Content-Type: application/json\n'

async function single(table: Table, call: Call, wanted: One): Promise<z.output<typeof answer>> {
  const at = placeOf(wanted.url)
  const found = at && table(at.path)
  if (!at || !found || found.route.raw || found.route.path === '/batch') return refusedOne({ why: 'no_route' }, '')
  if (!found.route.methods.some((m) => m === wanted.method.toUpperCase())) return refusedOne({ why: 'wrong_method' }, '')
  const retryAfter = takeRequest(call.actor.tokenId)
  if (retryAfter > 0) return refusedOne({ why: 'limited', retryAfter }, '')
  let query: Loose
  let body: Loose
  try {
    query = fromForm(parseForm(at.query, FIELDS_MAX))
    body = typeof wanted.body === 'string' ? parseLoose(wanted.body, '', { json: { marks: MARKS_MAX }, fields: FIELDS_MAX }) : (wanted.body ?? {})
  } catch (e) {
    if (e instanceof TooMany) return refusedOne({ why: 'too_large' }, '')
    if (e instanceof BodyUnreadable) return refusedOne({ why: 'unreadable' }, '')
    throw e
  }
  const out = await perform(found.dialect, found.route, call, { path: {}, query, body: { ...query, ...body }, text: '' })
  if ('refusal' in out) return refusedOne(out.refusal, found.route.path)
  return { code: found.route.status ?? 200, headers: HEADERS, body: JSON.stringify(out.value) }
}

/** Path and query of an address of any host; null for what is none. The usual form is read without the general parser. */
function placeOf(said: string): { path: string; query: string } | null {
  const usual = /^https?:\/\/[^/?#\s]+(\/api\/v\d\/[\w/]+)(?:\?([^#]*))?$/.exec(said)
  if (usual) return { path: usual[1] ?? '', query: usual[2] ?? '' }
  const base = 'http://batch/api/v3/'
  if (!URL.canParse(said, base)) return null
  const url = new URL(said, base)
  return { path: url.pathname.replace(/\/{2,}/g, '/').replace(/\/$/, ''), query: url.search.slice(1) }
}

function refusedOne(refusal: Refusal, path: string): z.output<typeof answer> {
  const { status, body } = refused(refusal, path)
  return { code: status, headers: HEADERS, body: JSON.stringify(body) }
}
