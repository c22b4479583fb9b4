/** Conversations for our own screens: pages, one in full, its thread and history, and everything needed to open one. */
import { Hono } from 'hono'
import { get } from '@/lib/domain/conversations/get'
import { history } from '@/lib/domain/conversations/history'
import { list } from '@/lib/domain/conversations/list'
import { open } from '@/lib/domain/conversations/open'
import { answerTo } from '@/lib/domain/mail/answer-to'
import { parseInput } from '@/lib/domain/command'
import { hit, hitInput } from '@/lib/domain/messages/hit'
import { point } from '@/lib/domain/messages/point'
import { thread } from '@/lib/domain/messages/thread'
import { newestSeq } from '@/lib/domain/workspaces/seq'
import { json } from '../answer'
import { pathId, readQuery } from '../input'
import { signedIn } from '../signed-in'

const LIST = {
  kind: 'text',
  status: 'text',
  assignee: 'number',
  teamId: 'number',
  channelType: 'text',
  channelId: 'number',
  contactId: 'number',
  needsReply: 'bool',
  unread: 'bool',
  archived: 'bool',
  text: 'text',
  sort: 'text',
  limit: 'number',
  cursor: 'text',
} as const
const THREAD = { before: 'number', after: 'number', limit: 'number' } as const
const HISTORY = { before: 'number', limit: 'number' } as const
const OPEN = { around: 'number' } as const

export const conversations = new Hono()
  // The number is read before the page: what happens in between is told again by the stream, never skipped.
  .get(
    '/',
    signedIn(async (c, actor) => {
      const seq = await newestSeq(actor, {})
      return json({ ...(await list(actor, readQuery(c, LIST))), seq })
    }),
  )
  .get(
    '/:id',
    signedIn(async (c, actor) => json(await get(actor, { conversationId: pathId(c) }))),
  )
  .get(
    '/:id/messages',
    signedIn(async (c, actor) => json(await thread(actor, { ...readQuery(c, THREAD), conversationId: pathId(c) }))),
  )
  .get(
    '/:id/hit',
    signedIn(async (c, actor) => json({ hit: await hit(actor, parseInput(hitInput, { ...readQuery(c, { text: 'text' }), conversationId: pathId(c) })) })),
  )
  .get(
    '/:id/messages/:messageId/point',
    signedIn(async (c, actor) => json(await point(actor, { conversationId: pathId(c), messageId: pathId(c, 'messageId') }))),
  )
  .get(
    '/:id/answer-to',
    signedIn(async (c, actor) => json(await answerTo(actor, { ...readQuery(c, { replyTo: 'number', forward: 'number' }), conversationId: pathId(c) }))),
  )
  .get(
    '/:id/history',
    signedIn(async (c, actor) => json(await history(actor, { ...readQuery(c, HISTORY), conversationId: pathId(c) }))),
  )
  .get(
    '/:id/open',
    signedIn(async (c, actor) => json(await open(actor, { ...readQuery(c, OPEN), conversationId: pathId(c) }))),
  )
