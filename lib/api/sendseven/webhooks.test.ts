import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeChannel, makeScene } from '@/db/factories'
import { receive } from '@/lib/domain/messages/receive'
import { pumpWebhooks } from '@/lib/jobs/webhooks'
import { phpAgain } from '../testing/php'
import { program } from '../testing/program'
import { startReceiver } from '../testing/receiver'
import { startServer } from '../testing/server'
import { formats } from '../webhook-formats'

let server: Awaited<ReturnType<typeof startServer>>
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())
beforeEach(async () => {
  vi.stubEnv('WEBHOOKS_ALLOW_PRIVATE', '1')
  receiver = await startReceiver()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await receiver.close()
})

async function scene() {
  const s = await makeScene()
  const whatsapp = await makeChannel(s.workspace.id, 'whatsapp')
  const p = await program(`${server.url}/api/v1`, s.ana, (t) => ({ authorization: `Bearer ${t}` }))
  const hears = (body: object = {}) => p.call('POST', '/webhook-endpoints', { name: 'Program', url: receiver.url, ...body })
  const events = async () => {
    await pumpWebhooks({ formats, allowInside: true })
    return receiver.heard.filter((h) => h.headers['x-sendseven-event'] !== 'verification')
  }
  const writes = (body: string) =>
    receive({ kind: 'channel', workspaceId: s.workspace.id, channelId: whatsapp.id }, { channelId: whatsapp.id, contactId: s.contact.id, body })
  return { ...s, whatsapp, p, hears, events, writes }
}

describe('an endpoint of SendSeven’s', () => {
  it('is activated in the forms that published receivers read, with its own authorization', async () => {
    const { hears } = await scene()
    expect((await hears({ authorization_header: 'Bearer mine' })).status).toBe(201)
    const [call] = receiver.heard
    expect(call?.headers).toMatchObject({ 'x-sendseven-event': 'verification', authorization: 'Bearer mine' })
    expect(call?.headers['x-sendseven-signature']).toBeUndefined()
    expect(call?.body).toMatchObject({ type: 'sendseven_verification', challenge: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(call?.body.data).toEqual({ challenge: call?.body.challenge })
  })

  it.each([[{}], [{ a: {}, b: { c: {} } }], [{ 0: 'x', 1: 'y' }], [{ 10: 1, 9: 2, big: 1e21, small: 1e-9, whole: 1.0, 'ü/😀': 'a\u007f/\u2028' }]])(
    'hears bodies whose signature stands when they are parsed and written again: meta %j',
    async (meta) => {
      const { hears, events, writes, p } = await scene()
      const { body: hook } = await hears()
      const { conversationId } = await writes('Grüße / 😀')
      await p.call('POST', '/messages', { conversation_id: `conv_${conversationId}`, text: 'Hi', meta })
      await p.call('POST', `/conversations/conv_${conversationId}/close`)
      const all = await events()
      expect(all.map((h) => h.body.type)).toEqual(expect.arrayContaining(['conversation.created', 'message.received', 'conversation.closed']))
      for (const { raw, headers } of all) {
        expect(phpAgain(raw)).toBe(raw)
        const expected = createHmac('sha256', hook.secret_key)
          .update(`${headers['x-sendseven-timestamp']}.${phpAgain(raw)}`)
          .digest('hex')
        expect(headers['x-sendseven-signature']).toBe(`sha256=${expected}`)
      }
    },
  )

  it('subscribes to events there are, and to no others', async () => {
    const { hears } = await scene()
    for (const unknown of ['message.recieved', 'everything', ''])
      expect(await hears({ subscribed_events: ['message.sent', unknown] })).toMatchObject({
        status: 422,
        body: { detail: [{ loc: ['body', 'subscribed_events', '1'], type: 'value_error' }] },
      })
    expect(await hears({ subscribed_events: ['contact.created', 'link.clicked'] })).toMatchObject({
      status: 201,
      body: { subscribed_events: ['contact.created', 'link.clicked'] },
    })
  })

  it('hears of a new contact once, and of its changes after', async () => {
    const { hears, events, p } = await scene()
    await hears({ subscribed_events: ['contact.created', 'contact.updated'] })
    const made = await p.call('POST', '/contacts', { name: 'Zoë', phone: '+34600000001' })
    await p.call('POST', '/contacts', { name: 'Zoë', phone: '+34600000001' })
    await p.call('PATCH', `/contacts/${made.body.id}`, { name: 'Zoë Q' })
    expect((await events()).map((h) => [h.body.type, h.body.data.contact.id])).toEqual([
      ['contact.created', made.body.id],
      ['contact.updated', made.body.id],
    ])
  })

  it('subscribed twice at one address hears each event once, signed with the newest secret', async () => {
    const { hears, events, writes, p } = await scene()
    const first = (await hears({ subscribed_events: ['message.received', 'conversation.created'] })).body
    const { conversationId } = await writes('Before the second')
    const second = (await hears({ subscribed_events: ['message.received', 'conversation.closed'] })).body
    await writes('After it')
    await p.call('POST', `/conversations/conv_${conversationId}/close`)
    const all = await events()
    expect(all.map((h) => h.body.type).toSorted()).toEqual(['conversation.closed', 'conversation.created', 'message.received', 'message.received'])
    const signer = ({ raw, headers }: (typeof all)[number]) =>
      [first, second].find(
        (hook) =>
          headers['x-sendseven-signature'] === `sha256=${createHmac('sha256', hook.secret_key).update(`${headers['x-sendseven-timestamp']}.${raw}`).digest('hex')}`,
      )?.id
    const last = all.find((h) => h.body.data.message?.text === 'After it')
    expect(last && signer(last)).toBe(second.id)
    await p.call('DELETE', `/webhook-endpoints/${second.id}`)
    await writes('Once more')
    const more = (await events()).filter((h) => h.body.data.message?.text === 'Once more')
    expect(more.map(signer)).toEqual([first.id])
  })
})
