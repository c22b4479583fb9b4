import { z } from 'zod'
import { apiAddress, type Fields, schemaOf } from '../kind'

export const telegramFields = {
  botToken: {
    schema: z
      .string()
      .trim()
      .regex(/^[\w:-]{5,200}$/, 'is missing or has the wrong form'),
    form: 'secret',
    required: true,
    sentTo: ['baseUrl'],
  },
  /** Stands in a header of each call to us. */
  webhookSecret: {
    schema: z
      .string()
      .trim()
      .regex(/^[\w-]{1,256}$/, 'must be letters, digits, - and _'),
    hidden: true,
    made: true,
    sentTo: ['baseUrl'],
  },
  /** Customers see that we read what they wrote, and that we type. */
  readReceipts: { schema: z.boolean().default(true), form: 'flag' },
  baseUrl: { schema: apiAddress('https://api.telegram.org'), form: 'text', rare: true },
} as const satisfies Fields

export const telegramSettings = schemaOf(telegramFields)
export type TelegramSettings = z.output<typeof telegramSettings>
