import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PLAYED_BASE, PLAYED_HOST, playMail } from '@/lib/channels/played'
import type { Sent } from './facts'
import { signed } from './line'
import { courseOf } from './manners'
import { makeStage, type Stage } from './stage'

type Posted = { url: string; body: string; headers: Record<string, string> }
let posted: Posted[]
let stage: Stage

const open = (isLively: boolean) => {
  stage = makeStage({
    base: PLAYED_BASE,
    isLively,
    photo: async () => Buffer.from('a picture'),
    post: async (url, body, headers) => {
      posted.push({ url, body, headers })
      return 200
    },
  })
  stage.connect('whatsapp', { webhookUrl: 'http://here/wa', secret: 'word' })
  stage.connect('sms', { webhookUrl: 'http://here/sms', secret: 'word' })
}
const send = async (text: string, to = '34600111222') =>
  (
    await stage.play(
      new Request(`${PLAYED_BASE}/v25.0/1550/messages`, {
        method: 'POST',
        headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
        body: JSON.stringify({ messaging_product: 'whatsapp', to, type: 'text', text: { body: text } }),
      }),
    )
  ).json() as Promise<{ messages: { id: string }[] }>
const states = () => posted.flatMap((p) => /"status":"(\w+)"/.exec(p.body)?.[1] ?? [])
const texts = () => posted.filter((p) => p.body.includes('"type":"text"') || p.body.includes('"type":"image"') || p.body.includes('"reaction"'))

beforeEach(() => {
  vi.useFakeTimers()
  posted = []
})
afterEach(() => {
  stage.stop()
  vi.useRealTimers()
})

describe('the demo’s customers', () => {
  it('get an answer, read it and do something about it, each step signed', async () => {
    open(true)
    await send('Good day')
    await vi.advanceTimersByTimeAsync(1_500)
    expect(states()).toEqual(['sent', 'delivered'])
    await vi.advanceTimersByTimeAsync(20_000)
    expect(states()).toEqual(['sent', 'delivered', 'read'])
    expect(texts()).toHaveLength(1)
    for (const p of posted) expect(p.headers).toEqual(signed('whatsapp', p.body, p.url, 'word'))
    expect(stage.customers()[0]?.bubbles[0]).toMatchObject({ ours: true, text: 'Good day' })
  })

  it('keep quiet when they are told to, and stop with the play', async () => {
    open(false)
    await send('Good day')
    await vi.advanceTimersByTimeAsync(60_000)
    expect([states(), texts()]).toEqual([['sent', 'delivered', 'read'], []])
    await send('And now?')
    stage.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(states()).toHaveLength(3)
  })

  it('do not go on for ever with somebody who answers every answer', async () => {
    open(true)
    for (let i = 0; i < 60; i++) {
      await send(`No. ${i}`)
      await vi.advanceTimersByTimeAsync(30_000)
    }
    // 30 minutes: at most what an hour allows.
    expect(texts().length).toBeLessThanOrEqual(20)
    expect(texts().length).toBeGreaterThan(10)
  })

  it('say STOP, and hear nothing more until START', async () => {
    open(false)
    await stage.say('sms', '+34600111222', { text: 'Hello' })
    await stage.consent('sms', '+34600111222', false)
    const sms = () =>
      stage.play(
        new Request(`${PLAYED_BASE}/2010-04-01/Accounts/AC1/Messages.json`, {
          method: 'POST',
          body: new URLSearchParams({ To: '+34600111222', From: '+1', Body: 'Hi' }),
        }),
      )
    expect((await sms()).status).toBe(400)
    await stage.consent('sms', '+34600111222', true)
    expect((await sms()).status).toBe(201)
    expect(posted.map((p) => new URLSearchParams(p.body).get('Body'))).toEqual(['Hello', 'STOP', 'START'])
  })

  it('answer a mail in its thread, to the address it names, without what was quoted', async () => {
    open(false)
    stage.connect('email', { webhookUrl: 'http://here/mail', secret: 'demo:word' })
    const raw = [
      'From: Shop <help@shop.example>',
      'To: Ann <ann@mail.example>',
      'Reply-To: help+c_1@shop.example',
      'Message-ID: <m1@shop.example>',
      'Subject: Your lamp',
      '',
      'It is here.',
      '',
      'Ann wrote:',
      '> Where is it?',
    ].join('\r\n')
    expect(await playMail(PLAYED_HOST, Buffer.from(raw))).toBe(false)
    globalThis.parleyPlayed = (request) => stage.play(request)
    expect(await playMail('smtp.shop.example', Buffer.from(raw))).toBe(false)
    expect(await playMail(PLAYED_HOST, Buffer.from(raw))).toBe(true)
    globalThis.parleyPlayed = undefined
    expect(stage.customers().length).toBe(0)
    await stage.say('email', 'ann@mail.example', { name: 'Ann', text: 'Thanks' })
    expect(stage.customers()[0]?.bubbles.map((b) => b.text)).toEqual(['It is here.', 'Thanks'])
    expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({
      FromFull: { Email: 'ann@mail.example', Name: 'Ann' },
      OriginalRecipient: 'help+c_1@shop.example',
      Subject: 'Re: Your lamp',
      TextBody: 'Thanks',
      Headers: [{ Name: 'Message-ID' }, { Name: 'In-Reply-To', Value: '<m1@shop.example>' }, { Name: 'References' }],
    })
    expect(posted[0]?.headers['authorization']).toBe(`Basic ${btoa('demo:word')}`)
  })

  it('every kind of thing comes within a few answers', () => {
    const kinds = (type: Sent['type']) => new Set(Array.from({ length: 10 }, (_, n) => courseOf({ type, to: '5001' }, n, () => 0.5).deed?.what.kind))
    expect(kinds('telegram')).toEqual(new Set(['words', 'reaction', 'photo', undefined]))
    expect(kinds('sms')).toEqual(new Set(['words', 'photo', undefined]))
    expect(courseOf({ type: 'whatsapp', to: '1', template: { name: 't', language: 'en', values: [] } }, 4, () => 0.5).deed?.what.kind).toBe('words')
  })
})
