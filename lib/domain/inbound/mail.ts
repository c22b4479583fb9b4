import { enqueue } from '../jobs/enqueue'
import type { Arrival, Outcome } from './outcome'

/** Reading a mail takes long and keeps files: a job does it, outside of this transaction. */
export async function takeMailLater({ w, channel, id, at, e }: Arrival<'mail'>): Promise<Outcome> {
  await enqueue(w.db, {
    workspaceId: w.workspaceId,
    kind: 'mail',
    key: `mail:${channel.id}:${e.blob ?? e.remote}`,
    payload: { channelId: channel.id, eventId: id, blob: e.blob, remote: e.remote, envelopeTo: e.envelopeTo, direction: e.direction, at: at.getTime() },
    runAt: w.at,
  })
  return {}
}
