/** What the writer of a mail may choose. Not a verb. */
import { z } from 'zod'
import { lineOrEmpty, rowId } from '../text'
import { plainAddress } from './address'

export const PEOPLE_MAX = 50
const address = z
  .string()
  .max(320)
  .transform((s, ctx) => {
    const plain = plainAddress(s)
    if (plain !== null) return plain
    ctx.addIssue({ code: 'custom', message: `${s.slice(0, 100)} is not an email address` })
    return z.NEVER
  })
const people = z.array(address).max(PEOPLE_MAX)

const also = {
  /** Hands this message of the conversation on, with these of its files (absent: all), to somebody else. */
  forward: rowId.optional(),
  files: z.array(rowId).max(100).optional(),
  /** Whether the mail it answers stands below it; absent: yes. */
  quote: z.boolean().optional(),
}

/** Whatever is absent is as an answer to all would have it. A forward must say to whom. */
export const mailChoice = z.object({ to: people.min(1).optional(), cc: people.optional(), bcc: people.optional(), subject: lineOrEmpty(300).optional(), ...also })
export type MailChoice = z.output<typeof mailChoice>

const typed = z.array(z.string().max(320)).max(PEOPLE_MAX).optional()
/** The same while it is typed. */
export const mailDraft = z.object({ to: typed, cc: typed, bcc: typed, subject: z.string().max(300).optional(), ...also })
export type MailDraft = z.output<typeof mailDraft>
