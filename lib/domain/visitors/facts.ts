/** What is known of a visitor, and how: vouched for by the site, or only said by themselves. */
import { z } from 'zod'
import { email, lineOrEmpty } from '../text'

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)

/** Facts the site's backend signed; the channel has checked the signature. `sub` is the site's own id for the person. */
export const vouchedFor = z.object({
  sub: lineOrEmpty(200).pipe(z.string().min(1)),
  name: optional(lineOrEmpty(120)),
  email: optional(email),
})
export type VouchedFor = z.output<typeof vouchedFor>

/** What a visitor says of themselves. It is kept as it was said and proves nothing. */
export const said = z.object({ name: lineOrEmpty(120).optional(), email: email.optional() })

/** A name for somebody nobody knows: told apart in a list by a few letters. */
export const strangerName = (tokenHash: string) => `Visitor ${tokenHash.slice(0, 4).toUpperCase()}`
