/** Secrets that travel in links: 256 random bits, shown once; the database keeps only their hash. */
import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'

export const newSecret = () => randomBytes(32).toString('base64url')
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('base64url')
/** A secret as it comes back in a link; whatever else stands there finds nothing. */
export const secretInput = z.string().min(1).max(200)
