/** What every screen needs beside the lists: counts, who and what there is, and who I am. */
import { Hono } from 'hono'
import { counts } from '@/lib/domain/conversations/counts'
import { directory } from '@/lib/domain/users/directory'
import { me } from '@/lib/domain/users/profile'
import { json } from '../answer'
import { signedIn } from '../signed-in'

export const workspace = new Hono()
  .get(
    '/counts',
    signedIn(async (_c, actor) => json(await counts(actor, {}))),
  )
  .get(
    '/directory',
    signedIn(async (_c, actor) => json(await directory(actor, {}))),
  )
  .get(
    '/me',
    signedIn(async (_c, actor) => json(await me(actor, {}))),
  )
