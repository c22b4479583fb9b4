/** What Meta's apps share: the token we send with, the secret it signs with, and the word it proves the address by. */
import { z } from 'zod'
import { apiAddress, type Fields, secret } from './kind'

export const metaFields = (baseUrl: string) =>
  ({
    accessToken: { schema: secret, form: 'secret', required: true, sentTo: ['baseUrl'] },
    appSecret: { schema: secret, form: 'secret', required: true },
    /** An admin copies it there, so it is no secret of ours. */
    verifyToken: { schema: secret, made: true },
    /** Customers see that we read what they wrote, and that we type. */
    readReceipts: { schema: z.boolean().default(true), form: 'flag' },
    apiVersion: {
      schema: z
        .string()
        .regex(/^v\d+\.\d+$/)
        .default('v25.0'),
      form: 'text',
      rare: true,
    },
    baseUrl: { schema: apiAddress(baseUrl), form: 'text', rare: true },
  }) as const satisfies Fields
