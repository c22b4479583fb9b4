/** Twist: outgoing webhooks, subscribed and ended by address. */
import { z } from 'zod'
import { takenOne } from '@/lib/domain/conversations/taken'
import { refuse } from '@/lib/domain/errors'
import { createWebhook, removeWebhook } from '@/lib/domain/webhooks/create'
import { listWebhooks } from '@/lib/domain/webhooks/list'
import { type Route, route } from '../programs/route'
import { BOTH } from './dialect'
import { id, maybe } from './fields'
import { here, seeing } from './looks'
import { OK, ok } from './shapes'

/** Events of threads, channels and groups may be asked for; they never come. */
const event = z.string().regex(/^(message|workspace_user|workspace|group|channel|thread|comment)_(added|updated|deleted|removed)$/)
const target_url = z
  .string()
  .regex(/^[\x21-\x7e]{1,2000}$/)
  .pipe(z.url({ protocol: /^https?$/ }))

const wanted = z
  .object({ target_url, event_type: maybe(event), event: maybe(event), workspace_id: maybe(id), channel_id: maybe(id), thread_id: maybe(id), conversation_id: maybe(id) })
  .superRefine((v, ctx) => {
    if (v.event_type === undefined && v.event === undefined) ctx.addIssue({ code: 'custom', path: ['event_type'], message: 'is required' })
  })

export const hookRoutes: Route[] = [
  route({
    methods: BOTH,
    path: '/hooks/subscribe',
    summary: 'Hear of events',
    scope: 'webhooks:manage',
    status: 201,
    body: wanted,
    output: ok,
    async handle({ actor }, { body: b }) {
      if (b.workspace_id !== undefined) here(actor, b.workspace_id)
      if (b.channel_id !== undefined || b.thread_id !== undefined) refuse('not_found', { what: 'resource' })
      if (b.conversation_id !== undefined) await takenOne(seeing(actor), { conversationId: b.conversation_id })
      const kind = b.event_type ?? b.event ?? ''
      const same = (await listWebhooks(actor, { form: 'twist' })).some(
        (h) =>
          h.userId === actor.userId &&
          !h.tokenEnded &&
          h.url === b.target_url &&
          h.kinds.length === 1 &&
          h.kinds[0] === kind &&
          h.only.conversationId === b.conversation_id,
      )
      // The same for another conversation is another; the very same is quiet.
      if (!same) await createWebhook(actor, { form: 'twist', url: b.target_url, kinds: [kind], only: { conversationId: b.conversation_id } })
      return OK
    },
  }),
  route({
    methods: BOTH,
    path: '/hooks/unsubscribe',
    summary: 'Hear of them no more',
    scope: 'webhooks:manage',
    body: z.object({ target_url: z.string().regex(/^[\x21-\x7e]{1,2000}$/) }),
    output: ok,
    handle: async ({ actor }, { body: b }) => (await removeWebhook(actor, { form: 'twist', url: b.target_url }), OK),
  }),
]
