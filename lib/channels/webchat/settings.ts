/** What a web chat channel can be set to. The widget reads it, the settings page writes it. */
import { z } from 'zod'
import { clean } from '@/lib/domain/text'
import { type Fields, schemaOf } from '../kind'

/** `https://shop.example` and nothing after it; http too, for development. */
const origin = z
  .string()
  .max(300)
  .transform((s, ctx) => {
    const url = URL.canParse(s.trim()) ? new URL(s.trim()) : null
    if (url && /^https?:$/.test(url.protocol) && url.hostname) return url.origin
    ctx.addIssue({ code: 'custom', message: 'not an origin such as https://shop.example' })
    return z.NEVER
  })

/** It has a form of its own. */
export const webchatFields = {
  /** The sites that may carry the widget; none: only our own pages may. */
  allowedOrigins: {
    schema: z
      .array(origin)
      .max(50)
      .default([])
      .transform((list) => [...new Set(list)]),
  },
  color: {
    schema: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i)
      .default('#2f5fe0'),
  },
  /** What the chat says before anybody wrote; '' for the widget's own words. */
  greeting: {
    schema: z
      .string()
      .max(2000)
      .transform((s) => clean(s).trim())
      .pipe(z.string().max(500))
      .default(''),
  },
  /** With this the site's backend signs who its visitor is. Only admins may see it: they copy it there. Sealed like every secret. */
  identitySecret: { schema: z.string().max(200).default(''), made: true, ours: true, hidden: true },
} as const satisfies Fields

export const webchatSettings = schemaOf(webchatFields)
export type WebchatSettings = z.output<typeof webchatSettings>

/** Everything of a stored or incoming object that is a setting, with defaults for the rest. Throws ZodError when something is wrong. */
export const readWebchatSettings = (stored: unknown): WebchatSettings => webchatSettings.parse(stored ?? {})
