import { listUsers, type UserView } from '@/lib/domain/users/list'
import { type Command, table } from '../command'
import { house, workspaceOption } from '../workspace'

export const userList: Command = {
  usage: 'user list [--workspace ID]',
  about: 'Everybody of a workspace, deactivated people too.',
  options: { ...workspaceOption },
  run: async (values) => {
    const actor = await house(values)
    const users: UserView[] = []
    for (let cursor: string | undefined, more = true; more;) {
      const page = await listUsers(actor, { limit: 100, cursor })
      users.push(...page.rows)
      cursor = page.next ?? undefined
      more = page.next !== null
    }
    return { json: users, text: table(users.map((u) => ({ id: u.id, email: u.email, name: u.name, role: u.role, state: u.disabled ? 'off' : 'on' }))) || 'Nobody yet.' }
  },
}
