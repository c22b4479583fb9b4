/** What an admin sets for the channels of other companies. `baseUrl`: another gateway, or a stand-in. */
import { z } from 'zod'

const secret = z.string().trim().min(1, 'is missing').max(2000)
const id = z
  .string()
  .trim()
  .regex(/^[\w.:@+-]{1,200}$/, 'is missing or has the wrong form')
const address = (fallback: string) =>
  z
    .string()
    .trim()
    .max(500)
    .default(fallback)
    .transform((s) => s.replace(/\/+$/, ''))
    .refine((s) => /^https?:\/\//.test(s) && URL.canParse(s), 'is not an address such as https://graph.facebook.com')

const graph = {
  baseUrl: address('https://graph.facebook.com'),
  apiVersion: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default('v25.0'),
}
/** What Meta's apps share: the token we send with, the secret it signs with, and the word it proves the address by. */
const meta = { accessToken: secret, appSecret: secret, verifyToken: secret }

export const whatsappSettings = z.object({ ...graph, ...meta, phoneNumberId: id })
export type WhatsappSettings = z.output<typeof whatsappSettings>

export const messengerSettings = z.object({ ...graph, ...meta, pageId: id, appId: z.string().trim().max(100).optional(), humanAgent: z.boolean().default(false) })
export type MessengerSettings = z.output<typeof messengerSettings>

export const instagramSettings = z.object({ ...graph, ...meta, baseUrl: address('https://graph.instagram.com'), accountId: id, humanAgent: z.boolean().default(false) })
export type InstagramSettings = z.output<typeof instagramSettings>

export const telegramSettings = z.object({
  baseUrl: address('https://api.telegram.org'),
  botToken: z
    .string()
    .trim()
    .regex(/^[\w:-]{5,200}$/, 'is missing or has the wrong form'),
  /** Stands in a header of each call to us. */
  webhookSecret: z
    .string()
    .trim()
    .regex(/^[\w-]{1,256}$/, 'must be letters, digits, - and _'),
})
export type TelegramSettings = z.output<typeof telegramSettings>

export const smsSettings = z
  .object({
    baseUrl: address('https://api.twilio.com'),
    accountSid: id,
    authToken: secret,
    /** Our number, or a messaging service. */
    from: z.string().trim().max(40).default(''),
    messagingServiceSid: z.string().trim().max(100).default(''),
    /** The webhook's address as the provider was given it, where ours is another behind a proxy. */
    publicUrl: z.string().trim().max(500).default(''),
  })
  .refine((s) => s.from !== '' || s.messagingServiceSid !== '', { path: ['from'], message: 'a number or a messaging service is needed' })
export type SmsSettings = z.output<typeof smsSettings>
