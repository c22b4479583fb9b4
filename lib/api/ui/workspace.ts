/** What every screen needs beside the lists: counts, who and what there is, who I am, and what happened since. */
import { Hono } from 'hono'
import { counts } from '@/lib/domain/conversations/counts'
import { directory } from '@/lib/domain/users/directory'
import { me } from '@/lib/domain/users/profile'
import { eventsAfter } from '@/lib/domain/workspaces/events-after'
import { json } from '../answer'
import { readQuery } from '../input'
import { signedIn } from '../signed-in'

export const workspace = new Hono()
  .get('/counts', signedIn(async (_c, actor) => json(await counts(actor, {}))))
  .get('/directory', signedIn(async (_c, actor) => json(await directory(actor, {}))))
  .get('/me', signedIn(async (_c, actor) => json(await me(actor, {}))))
  .get('/events', signedIn(async (c, actor) => json(await eventsAfter(actor, { after: 0, ...readQuery(c, { after: 'number', limit: 'number' }) }))))
