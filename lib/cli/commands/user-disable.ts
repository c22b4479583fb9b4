import { disable } from '@/lib/domain/users/disable'
import { type Command } from '../command'
import { findUser, USER_USAGE, userOptions } from '../user'

export const userDisable: Command = {
  usage: `user disable ${USER_USAGE}`,
  about: 'Switches an account off and ends its sessions at once.',
  options: userOptions,
  run: async (values) => {
    const { user, actor } = await findUser(values)
    await disable(actor, { userId: user.id })
    return { json: { id: user.id, email: user.email, disabled: true }, text: `${user.email} is deactivated.` }
  },
}
