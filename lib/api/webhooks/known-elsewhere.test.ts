/** What one channel brings about somebody also stands on the others. */
import '@/lib/api/testing/data-dir'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { reader } from '@/db/client'
import { makeScene } from '@/db/factories'
import { contacts } from '@/db/schema/contacts'
import { payloadOf } from '@/lib/stand-in/payloads'
import { settle, story, provider } from './testing/provider'

let s: Awaited<ReturnType<typeof makeScene>>
beforeEach(async () => {
  s = await makeScene()
})

it('a new profile name that comes over one number is taken in though the talk is on another', async () => {
  const [one, two] = [await provider(s, 'whatsapp'), await provider(s, 'whatsapp')]
  const named = (id: string, name: string, at: number) => {
    const p = payloadOf('whatsapp', '4915100000002', 'Hello', id, at)
    return JSON.parse(JSON.stringify(p).replace(/"profile":\{[^}]*\}/, `"profile":{"name":${JSON.stringify(name)}}`))
  }
  await one.post(named('wamid.a', '+4915100000002', Date.now() - 2_000))
  await settle(one.channel.id)
  await two.post(named('wamid.b', 'Nina Moss', Date.now()))
  const events = await settle(two.channel.id)
  expect(events.map((e) => [e.state, e.error])).toEqual([['done', null]])
  expect((await story(two.channel.id)).flatMap((c) => c.messages)).toHaveLength(1)
  const known = await (await reader()).select().from(contacts).where(eq(contacts.workspaceId, s.workspace.id))
  expect(known.map((c) => c.name)).toContain('Nina Moss')
})
