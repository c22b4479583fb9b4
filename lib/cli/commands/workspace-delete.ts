import { blobs } from '@/lib/blobs'
import { closeWorkspace, deleteBite } from '@/lib/domain/workspaces/delete'
import { type Command, needed, whole } from '../command'

export const workspaceDelete: Command = {
  usage: 'workspace delete --workspace ID --name NAME',
  about: 'Deletes a workspace, named exactly, with its people, conversations and files: at once and for good.',
  options: { workspace: { type: 'string' }, name: { type: 'string' } },
  run: async (values) => {
    const id = whole(values, 'workspace', { min: 1, max: Number.MAX_SAFE_INTEGER })
    await closeWorkspace(id, needed(values, 'name'))
    for (let more = true; more;) {
      const bite = await deleteBite(id)
      for (const key of bite.keys) await blobs.delete(key)
      more = bite.more
    }
    return { json: { id, deleted: true }, text: `Workspace ${id} is deleted.` }
  },
}
