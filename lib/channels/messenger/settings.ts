import { z } from 'zod'
import { accountId, type Fields, schemaOf } from '../kind'
import { metaFields } from '../meta-settings'

export const messengerFields = {
  pageId: { schema: accountId, form: 'text', required: true },
  /** Meta allowed us to answer for seven days, where a person writes. */
  humanAgent: { schema: z.boolean().default(false), form: 'flag' },
  appId: { schema: z.string().trim().max(100).optional(), form: 'text', rare: true },
  ...metaFields('https://graph.facebook.com'),
} as const satisfies Fields

export const messengerSettings = schemaOf(messengerFields)
export type MessengerSettings = z.output<typeof messengerSettings>
