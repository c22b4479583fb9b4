import { z } from 'zod'
import { VALUE_MAX } from './fill'

/** Which template to send, with what in its places (fill.ts tells the keys). */
export const templateChoice = z.object({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  values: z.record(z.string().max(120), z.string().max(VALUE_MAX)).default({}),
})
export type TemplateChoice = z.output<typeof templateChoice>
