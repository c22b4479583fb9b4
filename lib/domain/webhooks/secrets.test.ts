import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { webhookDeliveries, webhooks } from '@/db/schema/programs'
import { sealPlain } from '../channels/reseal'
import { wholeSettings } from '../channels/secrets'
import { createWebhook } from './create'
import { claimDeliveries } from './deliver'
import { sealWebhooks } from './secrets'

const rowOf = async (id: number) => (await (await reader()).select().from(webhooks).where(eq(webhooks.id, id)))[0]!
const due = (webhookId: number) =>
  transaction((db) =>
    db
      .insert(webhookDeliveries)
      .values({ webhookId, seq: 1, kind: 'k', ref: 'r', body: '{}', nextAt: new Date(0) })
      .returning(),
  )

it('an endpoint’s secret and authorization are sealed at rest and opened for its deliveries', async () => {
  const s = await makeScene()
  const made = await createWebhook(s.ana, { form: 'sendseven', url: 'https://program.test/', authorization: 'Bearer their-own' })
  const row = JSON.stringify(await rowOf(made.id))
  for (const word of [made.secret, 'whsec_', 'their-own']) expect(row).not.toContain(word)
  await due(made.id)
  const [claimed] = await claimDeliveries(new Date(), 60_000, 10)
  expect(claimed?.hook).toMatchObject({ secret: made.secret, authorization: 'Bearer their-own' })
})

it('what an older version kept plain is used as it is, and sealed by the next start', async () => {
  const s = await makeScene()
  const { id } = await createWebhook(s.ana, { form: 'twist', url: 'https://program.test/' })
  const plain = { secret: 'whsec_plain', authorization: 'v1.is-no.seal' }
  await transaction((db) => db.update(webhooks).set(plain).where(eq(webhooks.id, id)).returning())
  await due(id)
  expect((await claimDeliveries(new Date(), 1, 10))[0]?.hook).toMatchObject(plain)
  expect(await sealWebhooks()).toEqual({ sealed: 1, locked: [] })
  expect(await sealWebhooks()).toEqual({ sealed: 0, locked: [] })
  expect((await rowOf(id)).secret).toMatch(/^v1\./)
  expect((await claimDeliveries(new Date(Date.now() + 1000), 60_000, 10))[0]?.hook).toMatchObject(plain)
  expect((await sealWebhooks({ all: true })).locked).toEqual([])
})

it('one that no key opens rests, holds up nobody, and is named', async () => {
  const s = await makeScene()
  const [lost, fine] = [await createWebhook(s.ana, { form: 'twist', url: 'https://a.test/' }), await createWebhook(s.ana, { form: 'twist', url: 'https://b.test/' })]
  const { secret } = await rowOf(lost.id)
  const broken = secret.slice(0, -4) + (secret.endsWith('AAAA') ? 'BBBB' : 'AAAA')
  await transaction((db) => db.update(webhooks).set({ secret: broken }).where(eq(webhooks.id, lost.id)).returning())
  await due(lost.id)
  await due(fine.id)
  const claimed = await claimDeliveries(new Date(), 60_000, 10)
  expect(claimed.map((d) => d.hook.id)).toContain(fine.id)
  expect(claimed.map((d) => d.hook.id)).not.toContain(lost.id)
  expect((await rowOf(lost.id)).suspendedAt).not.toBeNull()
  expect((await sealWebhooks({ all: true })).locked).toContain(lost.id)
})

it('a web chat’s signing secret that stood among its settings is sealed by the next start', async () => {
  const s = await makeScene()
  const c = await makeChannel(s.workspace.id, 'webchat', { settings: { greeting: 'Hi!', identitySecret: 'a plain old secret' } })
  expect(await sealPlain()).toBeGreaterThan(0)
  const [now] = await (await reader()).select().from(channels).where(eq(channels.id, c.id))
  expect(JSON.stringify(now)).not.toContain('plain old')
  expect(now?.settings).toEqual({ greeting: 'Hi!' })
  expect(wholeSettings(now!)).toEqual({ greeting: 'Hi!', identitySecret: 'a plain old secret' })
  expect(await sealPlain()).toBe(0)
})
