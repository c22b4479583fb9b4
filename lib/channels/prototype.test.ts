import { expect, it } from 'vitest'
import type { Arrived } from './channel'
import { channels } from './index'
import { own } from './loose'
import { samples } from './samples'

/** What every object has without anybody having put it there. */
const NAMES = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']

const parse = async (type: 'sms' | 'whatsapp' | 'messenger' | 'instagram' | 'telegram', body: string) => {
  const channel = channels[type]
  const settings = channel?.settings.parse(samples[type].settings)
  const arrived: Arrived = { raw: Buffer.from(body), headers: new Headers(), urls: [], keep: async () => '' }
  return (await channel?.parse?.(arrived, settings)) ?? []
}

it.each(NAMES)('a table of ours has nothing under %s', async (name) => {
  expect(own({ a: 1 }, name)).toBeUndefined()
  const sms = await parse('sms', new URLSearchParams({ MessageSid: 'SM1', MessageStatus: name }).toString())
  expect(sms).toMatchObject([{ type: 'ignored' }])
  const phone = String(samples.whatsapp.settings.phoneNumberId)
  const value = { metadata: { phone_number_id: phone }, statuses: [{ id: 'w1', status: name, timestamp: '1700000000', recipient_id: '1' }] }
  const entry = (v: unknown) => JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value: v }] }] })
  expect((await parse('whatsapp', entry(value))).map((e) => e.type)).not.toContain('status')
  const said = { metadata: { phone_number_id: phone }, messages: [{ from: '1', id: 'w2', timestamp: '1700000000', type: name, [name]: { id: 'm' } }] }
  const [unknown] = await parse('whatsapp', entry(said))
  expect(unknown && 'files' in unknown ? unknown.files : []).toEqual([])
  expect(JSON.stringify(unknown)).not.toContain('native code')
  for (const type of ['messenger', 'instagram'] as const) {
    const account = String(samples[type].settings[type === 'messenger' ? 'pageId' : 'accountId'])
    const messaging = [
      { sender: { id: '7' }, recipient: { id: account }, timestamp: 1, message: { mid: 'm1', attachments: [{ type: name, payload: { url: 'https://x.test/a' } }] } },
    ]
    const [got] = await parse(type, JSON.stringify({ object: type === 'messenger' ? 'page' : 'instagram', entry: [{ id: account, messaging }] }))
    expect(got && 'files' in got ? got.files : []).toEqual([])
    expect(JSON.stringify(got)).not.toContain('native code')
  }
})
