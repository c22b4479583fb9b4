import { z } from 'zod'
import { accountId, type Fields, schemaOf } from '../kind'
import { metaFields } from '../meta-settings'

export const instagramFields = {
  accountId: { schema: accountId, form: 'text', required: true },
  /** Meta allowed us to answer for seven days, where a person writes. */
  humanAgent: { schema: z.boolean().default(false), form: 'flag' },
  ...metaFields('https://graph.instagram.com'),
} as const satisfies Fields

export const instagramSettings = schemaOf(instagramFields)
export type InstagramSettings = z.output<typeof instagramSettings>
