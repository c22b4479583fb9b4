/** Where a newcomer plays the demo's customers. Outside of a running demo there is nothing here. */
import { Hono } from 'hono'
import { z } from 'zod'
import type { UserActor } from '@/lib/auth/session'
import { parseInput } from '@/lib/domain/command'
import { refuse } from '@/lib/domain/errors'
import { PLAYED } from '@/lib/stand-in/facts'
import type {} from '@/lib/stand-in/stage'
import { json } from '../answer'
import { readJson } from '../input'
import { signedIn } from '../signed-in'

const someone = z.object({ type: z.enum(PLAYED), address: z.string().regex(/^(\+?\d{3,20}|[\w.+-]{1,60}@[\w.-]{3,100})$/) })
const wishes = {
  say: someone.extend({
    name: z.string().trim().max(80).optional(),
    text: z.string().max(2_000).default(''),
    photo: z.boolean().default(false),
    replyTo: z.string().max(200).optional(),
  }),
  react: someone.extend({ about: z.string().min(1).max(200), emoji: z.string().max(16).nullable() }),
  consent: someone.extend({ wants: z.boolean() }),
  pass: someone.extend({ hours: z.number().min(0).max(1_000) }),
}

/** Only for the people of the demo workspace itself. */
function here(actor: UserActor) {
  const on = globalThis.parleyStage
  return on && on.workspaceId === actor.workspaceId ? on : refuse('not_found')
}

/** 0: there is nothing to say it with on this channel. */
const done = (status: number): Response => (status === 200 || status === 0 ? json({ status }) : refuse('channel_not_connected'))

export const demo = new Hono()
  .use('*', (_c, next) => (globalThis.parleyStage ? next() : refuse('not_found')))
  .get(
    '/',
    signedIn(async (_c, actor) => {
      const { stage } = here(actor)
      return json({ types: stage.types(), customers: stage.customers() })
    }),
  )
  .post(
    '/say',
    signedIn(async (c, actor) => {
      const { stage } = here(actor)
      const { type, address, name, ...what } = parseInput(wishes.say, await readJson(c.req.raw))
      if (what.text.trim() === '' && !what.photo) refuse('empty_message')
      return done(await stage.say(type, address, { ...what, ...(name ? { name } : {}) }))
    }),
  )
  .post(
    '/react',
    signedIn(async (c, actor) => {
      const { stage } = here(actor)
      const { type, address, about, emoji } = parseInput(wishes.react, await readJson(c.req.raw))
      return done(await stage.react(type, address, about, emoji))
    }),
  )
  .post(
    '/consent',
    signedIn(async (c, actor) => {
      const { stage } = here(actor)
      const { type, address, wants } = parseInput(wishes.consent, await readJson(c.req.raw))
      return done(await stage.consent(type, address, wants))
    }),
  )
  .post(
    '/pass',
    signedIn(async (c, actor) => {
      const on = here(actor)
      const { type, address, hours } = parseInput(wishes.pass, await readJson(c.req.raw))
      await on.pass(type, address, hours)
      return json({})
    }),
  )
