import { createReset } from '@/lib/domain/users/reset-password'
import { env } from '@/lib/env'
import { type Command } from '../command'
import { findUser, USER_USAGE, userOptions } from '../user'

export const userResetLink: Command = {
  usage: `user reset-link ${USER_USAGE}`,
  about: 'Makes a link by which somebody chooses a new password, once, within a day.',
  options: userOptions,
  run: async (values) => {
    const { user, actor } = await findUser(values)
    const { token, expiresAt } = await createReset(actor, { userId: user.id })
    const link = `${env.appUrl ?? `http://localhost:${env.port}`}/reset/${token}`
    return { json: { id: user.id, email: user.email, link, expires_at: new Date(expiresAt).toISOString() }, text: `${user.email} chooses a new password here: ${link}` }
  },
}
