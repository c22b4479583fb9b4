/** What visitor and team write to each other. */
import { z } from 'zod'
import { parseInput } from '@/lib/domain/command'
import { addressOf } from '@/lib/auth/address'
import { acknowledge, acknowledgeInput } from '@/lib/domain/visitors/acknowledge'
import { takeMessages } from '@/lib/domain/visitors/limits'
import { timeline } from '@/lib/domain/visitors/timeline'
import { write, writeInput } from '@/lib/domain/visitors/write'
import { json } from '../answer'
import { readJson, readQuery } from '../input'
import { asVisitor } from './door'
import { beat } from './presence'
import { wakeVisitor } from './streams'

/** GET /messages?after|before&limit: a Timeline. Asking is a sign of life, for browsers that cannot hold a stream. */
export const getMessages = asVisitor(async (c, visitor) => {
  const page = await timeline(visitor, readQuery(c, { after: 'text', before: 'text', limit: 'number' }))
  await beat(visitor, { online: true })
  return json(page)
})

/** POST /messages `{body, key, attachmentIds}`: where it now stands. The same key again answers the same. */
export const postMessage = asVisitor(async (c, visitor) => {
  await takeMessages(visitor.channelId, addressOf(c.req.raw.headers))
  const message = await write(visitor, parseInput(writeInput, await readJson(c.req.raw)))
  wakeVisitor(visitor.visitorId)
  return json({ message }, 201)
})

/** POST /seen `{delivered, read?}`: cursors the browser has fetched, and somebody has looked at. */
export const postSeen = asVisitor(async (c, visitor) => {
  await acknowledge(visitor, parseInput(acknowledgeInput, await readJson(c.req.raw)))
  return c.body(null, 204)
})

/** POST /typing `{typing}`: repeat every 3 s while it lasts. */
export const postTyping = asVisitor(async (c, visitor) => {
  const { typing } = parseInput(z.object({ typing: z.boolean() }), await readJson(c.req.raw))
  await beat(visitor, { online: true, typing })
  return c.body(null, 204)
})
