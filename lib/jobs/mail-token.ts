/** A mailbox's settings with an access token that is good now, where its provider lends them. */
import { createHash } from 'node:crypto'
import type { Fault } from '@/lib/channels/channel'
import type { EmailSettings } from '@/lib/channels/email/settings'
import { EARLY_MS, isLent, lend, type Lent } from '@/lib/channels/email/token'
import type { Actor } from '@/lib/domain/actor'
import { keepToken, keptToken, type KeptToken } from '@/lib/domain/mail/kept-token'

/** Asked for by several at once, it is asked for once. */
const asked = new Map<string, Promise<EmailSettings | Fault>>()

/** The settings as they are where nothing is lent; a Fault when the provider gives no token. Throws when the database is away. */
export function withToken(at: { workspaceId: number; channelId: number }, s: EmailSettings): Promise<EmailSettings | Fault> {
  if (!isLent(s)) return Promise.resolve(s)
  const madeOf = createHash('sha256')
    .update(JSON.stringify([s.tokenUrl, s.clientId, s.clientSecret, s.refreshToken]))
    .digest('hex')
  const key = `${at.channelId} ${madeOf}`
  const running = asked.get(key) ?? obtain(at, s, madeOf).finally(() => asked.delete(key))
  asked.set(key, running)
  return running
}

async function obtain({ workspaceId, channelId }: { workspaceId: number; channelId: number }, s: EmailSettings, madeOf: string): Promise<EmailSettings | Fault> {
  const actor: Actor = { kind: 'channel', workspaceId, channelId }
  const kept = await keptToken(actor, { channelId, madeOf })
  if (kept && kept.expiresAt - Date.now() > EARLY_MS) return { ...s, accessToken: kept.accessToken }
  const lent = await fresh(s, kept)
  if ('class' in lent) return lent
  await keepToken(actor, { channelId, madeOf, ...lent })
  return { ...s, accessToken: lent.accessToken }
}

/** With the newest refresh token; should that one be lost, with the one an admin entered. */
async function fresh(s: EmailSettings, kept: KeptToken | null): Promise<Lent | Fault> {
  const lent = await lend(s, kept?.refreshToken)
  const isSpent = 'class' in lent && lent.class === 'account' && kept !== null && kept.refreshToken !== s.refreshToken
  return isSpent ? lend(s) : lent
}
