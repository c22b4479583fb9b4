import { allWorkspaces } from '@/lib/domain/workspaces/create'
import { type Command, table } from '../command'

export const workspaceList: Command = {
  usage: 'workspace list',
  about: 'Every workspace of the database.',
  options: {},
  run: async () => {
    const all = await allWorkspaces()
    return { json: all, text: table(all.map((w) => ({ id: w.id, name: w.name, demo: w.isDemo ? 'yes' : 'no', events: w.events }))) || 'None yet.' }
  },
}
