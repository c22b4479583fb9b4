import { updateWorkspace } from '@/lib/domain/workspaces/profile'
import { type Command, needed } from '../command'
import { house, workspaceOption } from '../workspace'

export const workspaceRename: Command = {
  usage: 'workspace rename --name NAME [--workspace ID]',
  about: 'Gives a workspace another name.',
  options: { name: { type: 'string' }, ...workspaceOption },
  run: async (values) => {
    const [actor, name] = [await house(values), needed(values, 'name')]
    await updateWorkspace(actor, { name })
    return { json: { id: actor.workspaceId, name }, text: `Workspace ${actor.workspaceId}: ${name}` }
  },
}
