import { enable } from '@/lib/domain/users/disable'
import { type Command } from '../command'
import { findUser, USER_USAGE, userOptions } from '../user'

export const userEnable: Command = {
  usage: `user enable ${USER_USAGE}`,
  about: 'Reactivates an account; the person signs in anew, with the password they had.',
  options: userOptions,
  run: async (values) => {
    const { user, actor } = await findUser(values)
    await enable(actor, { userId: user.id })
    return { json: { id: user.id, email: user.email, disabled: false }, text: `${user.email} is active again.` }
  },
}
