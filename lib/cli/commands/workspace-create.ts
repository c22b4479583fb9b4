import { createWorkspace } from '@/lib/domain/workspaces/create'
import { type Command, needed } from '../command'

export const workspaceCreate: Command = {
  usage: 'workspace create --name NAME',
  about: 'Makes an empty workspace.',
  options: { name: { type: 'string' } },
  run: async (values) => {
    const made = await createWorkspace({ name: needed(values, 'name') })
    return { json: made, text: `Workspace ${made.id}: ${made.name}` }
  },
}
