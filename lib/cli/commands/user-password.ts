import { randomBytes } from 'node:crypto'
import { setPassword } from '@/lib/domain/users/change-password'
import { type Command, maybe } from '../command'
import { findUser, USER_USAGE, userOptions } from '../user'

export const userPassword: Command = {
  usage: `user password (${USER_USAGE}) [--password P] [--end-tokens]`,
  about: 'Gives somebody a new password (made and printed without --password) and ends their sessions, with --end-tokens their API tokens too.',
  options: { ...userOptions, password: { type: 'string' }, 'end-tokens': { type: 'boolean' } },
  run: async (values) => {
    const given = maybe(values, 'password')
    const password = given ?? randomBytes(12).toString('base64url')
    const { user, actor } = await findUser(values)
    await setPassword(actor, { userId: user.id, password, endsTokens: values['end-tokens'] === true })
    const made = given === undefined ? { password } : {}
    return { json: { id: user.id, email: user.email, ...made }, text: `${user.email} has a new password${given === undefined ? `: ${password}` : '.'}` }
  },
}
