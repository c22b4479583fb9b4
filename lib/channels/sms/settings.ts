import { z } from 'zod'
import { accountId, apiAddress, type Fields, schemaOf, secret } from '../kind'

export const smsFields = {
  accountSid: { schema: accountId, form: 'text', required: true },
  authToken: { schema: secret, form: 'secret', required: true, sentTo: ['baseUrl'] },
  /** Our number, or a messaging service. */
  from: { schema: z.string().trim().max(40).default(''), form: 'text' },
  messagingServiceSid: { schema: z.string().trim().max(100).default(''), form: 'text' },
  /** The webhook's address as the provider was given it, where ours is another behind a proxy. */
  publicUrl: { schema: z.string().trim().max(500).default(''), form: 'text', rare: true },
  baseUrl: { schema: apiAddress('https://api.twilio.com'), form: 'text', rare: true },
} as const satisfies Fields

export const smsSettings = schemaOf(smsFields).refine((s) => s.from !== '' || s.messagingServiceSid !== '', {
  path: ['from'],
  message: 'a number or a messaging service is needed',
})
export type SmsSettings = z.output<typeof smsSettings>
