/** Who a program is. Each dialect says where its secret stands and how its refusals look; this only decides. */
import { resolveToken, type TokenActor } from '@/lib/domain/tokens/resolve'
import { takeRequest } from './rate'

export type Authenticated =
  | { ok: true; actor: TokenActor }
  | { ok: false; why: 'missing' | 'wrong' }
  /** `retryAfter` in seconds. */
  | { ok: false; why: 'limited'; retryAfter: number }

export async function authenticate(secret: string | null | undefined): Promise<Authenticated> {
  if (!secret) return { ok: false, why: 'missing' }
  const actor = await resolveToken(secret)
  if (!actor) return { ok: false, why: 'wrong' }
  const retryAfter = takeRequest(actor.tokenId)
  return retryAfter > 0 ? { ok: false, why: 'limited', retryAfter } : { ok: true, actor }
}

/** The secret of an `Authorization` header, with or without the word Bearer. */
export const bearer = (header: string | undefined): string | null => header?.replace(/^bearer\s+/i, '').trim() || null
