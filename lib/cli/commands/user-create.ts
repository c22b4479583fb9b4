import { randomBytes } from 'node:crypto'
import { ROLES } from '@/db/schema/users'
import { createUser } from '@/lib/domain/users/create'
import { type Command, maybe, needed, oneOf } from '../command'
import { house, workspaceOption } from '../workspace'

export const userCreate: Command = {
  usage: 'user create --email EMAIL --name NAME [--role admin|agent] [--password P] [--workspace ID]',
  about: 'Makes a person who can sign in; without --password one is made and printed.',
  options: { email: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' }, password: { type: 'string' }, ...workspaceOption },
  run: async (values) => {
    const [email, name, role] = [needed(values, 'email'), needed(values, 'name'), oneOf(values, 'role', ROLES, 'agent')]
    const given = maybe(values, 'password')
    const password = given ?? randomBytes(12).toString('base64url')
    const { id } = await createUser(await house(values), { email, name, role, password })
    const made = given === undefined ? { password } : {}
    return { json: { id, email, name, role, ...made }, text: `User ${id}: ${name} <${email}>, ${role}${given === undefined ? `\nPassword: ${password}` : ''}` }
  },
}
