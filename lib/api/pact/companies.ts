/** Pact: companies. A token belongs to one, so the list has one. */
import { z } from 'zod'
import { refuse } from '@/lib/domain/errors'
import { may } from '@/lib/domain/policy'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import { together } from '@/lib/domain/together'
import { createWebhook, removeWebhook } from '@/lib/domain/webhooks/create'
import { listWebhooks } from '@/lib/domain/webhooks/list'
import { updateWorkspace, workspaceProfile } from '@/lib/domain/workspaces/profile'
import { allowInside } from '@/lib/net/allow-inside'
import { postOutside } from '@/lib/net/outside'
import { looseInt } from '../programs/body'
import { route } from '../programs/route'
import { paging } from './paging'

/** Path parameters of everything below a company. An id that cannot be one is nobody's. */
export const id = z.union([looseInt, z.string()]).transform((v) => (typeof v === 'number' && v > 0 && Number.isSafeInteger(v) ? v : Number.MAX_SAFE_INTEGER))
export const inCompany = { company: id }

/** The company must be the token's; any other is not found. */
export function own(actor: TokenActor, company: number): void {
  if (company !== actor.workspaceId) refuse('not_found', { what: 'company' })
}

const company = z.object({
  external_id: z.number().int(),
  name: z.string(),
  phone: z.string().nullable(),
  description: z.string().nullable(),
  webhook_url: z.string().nullable(),
})
const reference = z.object({ status: z.enum(['ok', 'created', 'updated', 'deleted']), data: z.object({ external_id: z.number().int() }) })

const list = route({
  methods: ['GET'],
  path: '/companies',
  summary: 'All companies',
  scope: 'conversations:read',
  body: z.object(paging),
  output: z.object({ status: z.literal('ok'), data: z.object({ companies: z.array(company), next_page: z.string().nullable() }) }),
  async handle({ actor }) {
    const w = await workspaceProfile(actor, {})
    // The address may itself be a secret: it is shown to whoever may set it.
    const [hook] = may(actor, 'webhooks:manage') ? await listWebhooks(actor, { form: 'pact' }) : []
    // A published client refuses a phone of any other form.
    const phone = w.phone && /^7\d{10}$/.test(w.phone) ? w.phone : null
    return {
      status: 'ok' as const,
      data: { companies: [{ external_id: w.id, name: w.name, phone, description: w.description, webhook_url: hook?.url ?? null }], next_page: null },
    }
  },
})

const fields = {
  phone: z.string().max(40).nullish(),
  description: z.string().max(1000).nullish(),
  webhook_url: z.union([z.url({ protocol: /^https?$/ }).max(2000), z.literal('')]).nullish(),
}

const create = route({
  methods: ['POST'],
  path: '/companies',
  summary: 'A token belongs to one company and makes no others',
  scope: 'channels:manage',
  body: z.object({ name: z.string().min(1).max(255), ...fields }),
  output: reference,
  handle: async () => refuse('not_allowed'),
})

const update = route({
  methods: ['PUT'],
  path: '/companies/{company}',
  summary: 'Change the company',
  scope: 'channels:manage',
  params: z.object(inCompany),
  body: z.object({ name: z.string().min(1).max(255).nullish(), ...fields }),
  output: reference,
  async handle({ actor }, { params: p, body: b }) {
    own(actor, p.company)
    if (b.webhook_url !== undefined && !may(actor, 'webhooks:manage')) refuse('not_allowed', { permission: 'webhooks:manage' })
    if (b.webhook_url) await testCall(b.webhook_url)
    await together({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, async () => {
      await updateWorkspace(actor, { name: b.name ?? undefined, phone: b.phone, description: b.description })
      if (b.webhook_url === undefined) return
      for (const old of await listWebhooks(actor, { form: 'pact' })) if (old.url !== b.webhook_url || old.tokenEnded) await removeWebhook(actor, { id: old.id })
      const kept = (await listWebhooks(actor, { form: 'pact' })).length > 0
      if (b.webhook_url && !kept) await createWebhook(actor, { form: 'pact', url: b.webhook_url })
    })
    return { status: 'updated', data: { external_id: actor.workspaceId } } as const
  },
})

/** The address must answer Pact's test with exactly 200. Throws `webhook_silent`. */
async function testCall(url: string): Promise<void> {
  const sent = postOutside(
    url,
    JSON.stringify({ source: 'pact.im', operation: 'test' }),
    { 'content-type': 'application/json' },
    { timeoutMs: 10_000, allowInside: allowInside() },
  )
  const answer = await sent.catch((e: unknown) => refuse('webhook_silent', { why: e instanceof Error ? e.message : '' }))
  if (answer.status !== 200) refuse('webhook_silent', { why: `answered ${answer.status}` })
}

export const companyRoutes = [list, create, update]
