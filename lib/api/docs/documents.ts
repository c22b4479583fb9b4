/** The OpenAPI documents of the three dialects and of all of them together, made once when first asked for. */
import { z } from 'zod'
import { env } from '@/lib/env'
import { dialect as pact } from '../pact/routes'
import { templatesV2 } from '../pact/templates'
import { type Documented, openApi } from '../programs/openapi'
import { dialect as sendseven } from '../sendseven/routes'
import { documented as twist } from '../twist/routes'

const PACT_HEADER = { type: 'apiKey', in: 'header', name: 'X-Private-Api-Token' }
const PACT_QUERY = { type: 'apiKey', in: 'query', name: 'private_api_token' }
const PACT_ERROR = z.object({ status: z.literal('error'), errors: z.array(z.object({ code: z.string(), message: z.string() })) })

const http = { type: 'http', scheme: 'bearer' }

const CONFLICTS =
  'The key was used for another request (`key_reused`), the first request with it is still running (`request_running`, see Retry-After), or the domain refuses as things stand: the code says why'

const byTitle = (title: string): Documented =>
  twist.find((d) => d.title === title) ?? { title, description: '', roots: [], routes: [], security: {}, error: z.unknown(), conflicts: '' }

export const documented = {
  twist: byTitle('Twist v3'),
  'twist-v1': byTitle('Twist v1'),
  pact: {
    title: 'Pact',
    description: 'Companies, conversations and messages as Pact’s clients call them.',
    roots: ['/p1'],
    routes: pact.routes,
    conflicts: CONFLICTS,
    merged: true,
    forms: ['application/x-www-form-urlencoded'],
    security: { pactHeader: PACT_HEADER, pactQuery: PACT_QUERY },
    error: PACT_ERROR,
  },
  'pact-v2': {
    title: 'Pact v2',
    description: 'The one call of version 2 that the first has not.',
    roots: ['/api/p2'],
    routes: [templatesV2],
    conflicts: CONFLICTS,
    merged: true,
    forms: ['application/x-www-form-urlencoded'],
    security: { pactHeader: PACT_HEADER, pactQuery: PACT_QUERY },
    error: PACT_ERROR,
  },
  sendseven: {
    title: 'SendSeven',
    description: 'Conversations, messages, contacts and webhooks as SendSeven’s clients call them.',
    roots: ['/api/v1'],
    routes: sendseven.routes,
    conflicts: CONFLICTS,
    security: { sendsevenBearer: http, sendsevenKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
    error: z.object({
      detail: z.union([
        z.string(),
        z.object({ code: z.string(), message: z.string() }),
        z.array(z.object({ loc: z.array(z.string()), msg: z.string(), type: z.string() })),
      ]),
    }),
  },
} satisfies Record<string, Documented>

export type DocumentName = keyof typeof documented | 'all'
const made = new Map<DocumentName, string>()

/** The document as JSON text; null for a name there is none of. */
export function documentOf(name: string): string | null {
  const known = name === 'all' || Object.hasOwn(documented, name) ? (name as DocumentName) : null
  if (known === null) return null
  let text = made.get(known)
  if (text === undefined) {
    // Where two stand at one address, the earlier answers: the same order as the mounts.
    const parts: Documented[] =
      known === 'all' ? [documented.twist, documented['twist-v1'], documented.sendseven, documented.pact, documented['pact-v2']] : [documented[known]]
    const title = known === 'all' ? 'Parley' : `Parley: ${documented[known].title}`
    text = JSON.stringify(openApi({ title, version: env.version, description: parts.map((p) => p.description).join(' ') }, parts))
    made.set(known, text)
  }
  return text
}
