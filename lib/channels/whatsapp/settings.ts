import type { z } from 'zod'
import { accountId, type Fields, schemaOf } from '../kind'
import { metaFields } from '../meta-settings'

export const whatsappFields = {
  phoneNumberId: { schema: accountId, form: 'text', required: true },
  ...metaFields('https://graph.facebook.com'),
} as const satisfies Fields

export const whatsappSettings = schemaOf(whatsappFields)
export type WhatsappSettings = z.output<typeof whatsappSettings>
