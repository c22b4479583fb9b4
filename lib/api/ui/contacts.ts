/** Customers: one beside their conversation, what is written about them, and all of them to choose from. */
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { blobs } from '@/lib/blobs'
import { parseInput } from '@/lib/domain/command'
import { fieldNames } from '@/lib/domain/contacts/field-names'
import { contactConversations, getContact } from '@/lib/domain/contacts/get'
import { listContacts } from '@/lib/domain/contacts/list'
import { pictureOf } from '@/lib/domain/contacts/profile'
import { samePerson } from '@/lib/domain/contacts/same-person'
import { contactInput, updateContact } from '@/lib/domain/contacts/update'
import { refuse } from '@/lib/domain/errors'
import { dataHeaders, json } from '../answer'
import { pathId, readJson, readQuery } from '../input'
import { signedIn } from '../signed-in'

const LIST = { text: 'text', limit: 'number', cursor: 'text' } as const
const MORE = { limit: 'number', cursor: 'text' } as const

export const contacts = new Hono()
  .get(
    '/',
    signedIn(async (c, actor) => json(await listContacts(actor, readQuery(c, LIST)))),
  )
  .get(
    '/field-names',
    signedIn(async (_c, actor) => json({ names: await fieldNames(actor, {}) })),
  )
  .get(
    '/:id',
    signedIn(async (c, actor) => json(await getContact(actor, { contactId: pathId(c) }))),
  )
  .patch(
    '/:id',
    signedIn(async (c, actor) => json(await updateContact(actor, parseInput(contactInput, { ...(await readJson(c.req.raw)), contactId: pathId(c) })))),
  )
  .get(
    '/:id/conversations',
    signedIn(async (c, actor) => json(await contactConversations(actor, { ...readQuery(c, MORE), contactId: pathId(c) }))),
  )
  .get(
    '/:id/picture',
    signedIn(async (c, actor) => {
      const key = await pictureOf(actor, { contactId: pathId(c) })
      const bytes = (await blobs.get(key)) ?? refuse('not_found')
      // Its address names the version.
      return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, {
        headers: { ...dataHeaders(), 'content-type': 'image/webp', 'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'private, max-age=86400' },
      })
    }),
  )
  .get(
    '/:id/same',
    signedIn(async (c, actor) => json(await samePerson(actor, { contactId: pathId(c) }))),
  )
