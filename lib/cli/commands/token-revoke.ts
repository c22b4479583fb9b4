import { revokeToken } from '@/lib/domain/tokens/revoke'
import { type Command, whole } from '../command'
import { house, workspaceOption } from '../workspace'

export const tokenRevoke: Command = {
  usage: 'token revoke --id N [--workspace ID]',
  about: 'Ends a token at once.',
  options: { id: { type: 'string' }, ...workspaceOption },
  run: async (values) => {
    const tokenId = whole(values, 'id', { min: 1, max: Number.MAX_SAFE_INTEGER })
    await revokeToken(await house(values), { tokenId })
    return { json: { token_id: tokenId, revoked: true }, text: `Token ${tokenId} is revoked.` }
  },
}
