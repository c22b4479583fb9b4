/** Pact: approved WhatsApp templates. They are version 2's, whose documents read the token among the parameters. */
import { z } from 'zod'
import { slotsOf } from '@/lib/domain/templates/fill'
import { type TemplateRecord, templateRecords } from '@/lib/domain/templates/find'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import { looseInt, looseInts } from '../programs/body'
import { route } from '../programs/route'
import { inCompany, own } from './companies'

const shape = z.object({
  id: z.number().int(),
  name: z.string(),
  body: z.string(),
  waba_id: z.string(),
  substitutions_count: z.number().int(),
  header_content_type: z.enum(['video', 'document', 'text', 'image']).nullable(),
  company_id: z.number().int(),
  header: z.string().nullable(),
  namespace: z.null(),
  language_code: z.string(),
  status: z.string(),
  channel_id: z.number().int(),
  created_at: z.string(),
  position: z.number().int(),
})
const pages = z.object({ waba_templates: z.array(shape), meta: z.object({ page: z.number().int(), entries_count: z.number().int(), per_page: z.number().int() }) })

const blank = z.literal('').transform(() => undefined)
const paging = {
  page: z.union([blank, looseInt.pipe(z.number().min(1).max(100_000))]).optional(),
  per_page: z.union([blank, looseInt.pipe(z.number().min(1)).transform((n) => Math.min(n, 100))]).optional(),
}

const shown = (t: TemplateRecord, position: number): z.output<typeof shape> => ({
  id: t.id,
  name: t.name,
  body: t.parts.body,
  waba_id: t.externalId,
  substitutions_count: slotsOf(t.parts).length,
  header_content_type: t.parts.header?.kind ?? null,
  company_id: t.workspaceId,
  header: t.parts.header?.kind === 'text' ? t.parts.header.text : null,
  namespace: null,
  language_code: t.language,
  status: t.status,
  channel_id: t.channelId,
  created_at: t.updatedAt.toISOString(),
  position,
})

async function list(actor: TokenActor, q: { page?: number; per_page?: number }): Promise<z.output<typeof pages>> {
  const [page, size] = [q.page ?? 1, q.per_page ?? 25]
  const offset = (page - 1) * size
  const { templates, total } = offset > 100_000 ? { templates: [], total: 0 } : await templateRecords(actor, { limit: size, offset })
  return { waba_templates: templates.map((t, i) => shown(t, offset + i + 1)), meta: { page, entries_count: total, per_page: size } }
}

/** Under `/api/p2`. */
export const templatesV2 = route({
  methods: ['GET', 'POST'],
  path: '/waba_templates',
  summary: 'Approved WhatsApp templates of the token’s company',
  scope: 'channels:read',
  body: z.object({ ...paging, company_ids: z.union([blank, looseInts]).optional() }),
  output: pages,
  async handle({ actor }, { body: b }) {
    for (const company of b.company_ids ?? []) own(actor, company)
    return list(actor, b)
  },
})

export const templateRoutes = [
  route({
    methods: ['GET'],
    path: '/companies/{company}/waba_templates',
    summary: 'Approved WhatsApp templates',
    scope: 'channels:read',
    params: z.object(inCompany),
    body: z.object(paging),
    output: z.object({ status: z.literal('ok'), data: pages }),
    async handle({ actor }, { params: p, body: q }) {
      own(actor, p.company)
      return { status: 'ok' as const, data: await list(actor, q) }
    },
  }),
]
