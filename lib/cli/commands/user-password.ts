import { randomBytes } from 'node:crypto'
import { setPassword } from '@/lib/domain/users/change-password'
import { type Command, maybe } from '../command'
import { findUser, userOptions } from '../user'

export const userPassword: Command = {
  usage: 'user password --email EMAIL [--password P]',
  about: 'Gives somebody a new password (made and printed without --password) and ends their sessions.',
  options: { ...userOptions, password: { type: 'string' } },
  run: async (values) => {
    const given = maybe(values, 'password')
    const password = given ?? randomBytes(12).toString('base64url')
    const { user, actor } = await findUser(values)
    await setPassword(actor, { userId: user.id, password })
    const made = given === undefined ? { password } : {}
    return { json: { id: user.id, email: user.email, ...made }, text: `${user.email} has a new password${given === undefined ? `: ${password}` : '.'}` }
  },
}
