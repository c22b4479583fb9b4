import { z } from 'zod'
import { accountId, type Fields, schemaOf } from '../kind'
import { metaFields } from '../meta-settings'

export const whatsappFields = {
  phoneNumberId: { schema: accountId, form: 'text', required: true },
  /** The business account, whose templates are read; empty: found out by the token. */
  wabaId: {
    schema: z
      .string()
      .trim()
      .regex(/^\d{0,40}$/, 'has the wrong form')
      .default(''),
    form: 'text',
    rare: true,
  },
  ...metaFields('https://graph.facebook.com'),
} as const satisfies Fields

export const whatsappSettings = schemaOf(whatsappFields)
export type WhatsappSettings = z.output<typeof whatsappSettings>
