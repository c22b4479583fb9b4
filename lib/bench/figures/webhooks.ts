import { createHmac } from 'node:crypto'
import { bundle, start } from '../child'
import { WEBHOOK, WHATSAPP } from '../fill'
import type { Ground, Measured } from '../figure'
import { race } from '../race'

let n = 0
/** A customer's message in WhatsApp's form; every one another. */
const message = () => {
  const id = ++n
  return {
    from: `34600${String(100_000 + (id % 200))}`,
    id: `wamid.${process.pid}.${id}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: 'text',
    text: { body: `Where is my order, please? (${id})` },
  }
}
const call = (messages: object[]) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { phone_number_id: WHATSAPP.phoneNumberId }, messages } }] }],
  })
const sign = (body: string) => ({
  'content-type': 'application/json',
  'x-hub-signature-256': `sha256=${createHmac('sha256', WHATSAPP.appSecret).update(body).digest('hex')}`,
})

/** Calls verified, read, stored under their key and answered, against a bare handler that does the same insert. */
export async function webhooks(g: Ground): Promise<Measured> {
  const body = () => call([message()])
  const { ratio, ...detail } = await race(
    { running: g.product, requests: { method: 'POST', path: WEBHOOK, body, sign } },
    { running: g.floor, requests: { method: 'POST', path: '/webhook', body, headers: { 'content-type': 'application/json' } } },
    g.laps,
    g.seconds,
  )
  return { name: 'webhooks accepted, of their floor', value: ratio, unit: 'x', bound: { atLeast: 0.4 }, detail }
}

const MESSAGES = 4_000
const A_CALL = 50

/** How fast what was accepted is acted on: messages of 200 customers, from the first that is begun with to the last. */
export async function drain(g: Ground): Promise<Measured> {
  const env = { DATA_DIR: await g.filled(100, 400), DATABASE_URL: '' }
  const door = await start(await bundle('lib/bench/served.ts'), env)
  for (let posted = 0; posted < MESSAGES; posted += A_CALL) {
    const body = call(Array.from({ length: A_CALL }, message))
    const r = await fetch(door.url + WEBHOOK, { method: 'POST', body, headers: sign(body) })
    if (r.status !== 200) throw new Error(`answered ${r.status}`)
  }
  await door.stop()
  const worker = await start(await bundle('lib/bench/drain.ts'), env)
  const left = async (method = 'GET') => ((await (await fetch(worker.url, { method })).json()) as { waiting: number }).waiting
  try {
    const began = performance.now()
    for (let waiting = await left('POST'); waiting > 0; waiting = await left()) {
      if (performance.now() - began > 120_000) throw new Error(`${waiting} still wait after two minutes`)
      await new Promise((again) => setTimeout(again, 20))
    }
    const seconds = (performance.now() - began) / 1000
    return {
      name: 'queue behind the webhooks drains',
      value: MESSAGES / seconds,
      unit: 'messages/s',
      bound: { atLeast: 200 },
      detail: { messages: MESSAGES, customers: 200, seconds },
    }
  } finally {
    await worker.stop()
  }
}
