import { listTokens } from '@/lib/domain/tokens/list'
import { type Command, table } from '../command'
import { house, workspaceOption } from '../workspace'

const day = (ms: number | null) => (ms === null ? '' : new Date(ms).toISOString().slice(0, 10))

export const tokenList: Command = {
  usage: 'token list [--workspace ID]',
  about: 'Lists the newest 100 tokens of a workspace, without their secrets.',
  options: { ...workspaceOption },
  run: async (values) => {
    const tokens = await listTokens(await house(values), { limit: 100 })
    const rows = tokens.map((t) => ({
      id: t.id,
      name: t.name,
      of: t.userName,
      ends: `…${t.tail}`,
      used: day(t.lastUsedAt),
      state: t.revokedAt ? 'revoked' : t.expiresAt && t.expiresAt < Date.now() ? 'expired' : 'active',
    }))
    return { json: tokens, text: table(rows) || 'No tokens.' }
  },
}
