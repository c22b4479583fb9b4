import { bundle, start } from '../child'
import type { Ground, Measured } from '../figure'

const KILLS = 20
const CLIENTS = 4
/** Web chat's (fill.ts gives them every seventh): nothing there forbids an answer, however old the question. */
const CONVERSATIONS = [7, 14, 21, 28, 35]

/**
 * kill -9 of the server, 20 times, while four clients send; each client repeats a send under its key until it is
 * acknowledged. Counts acknowledged messages that are missing or doubled afterwards, and holes in the indexes.
 */
export async function crash(g: Ground): Promise<Measured> {
  const file = await bundle('lib/bench/served.ts')
  const env = { DATA_DIR: await g.filled(100, 400), DATABASE_URL: '' }
  let running = await start(file, env)
  const acknowledged = new Map<string, number>()
  let isOver = false

  async function client(n: number): Promise<void> {
    for (let i = 0; !isOver; i++) {
      const [key, conversation] = [`client-${n}-${i}`, CONVERSATIONS[i % CONVERSATIONS.length] ?? 7]
      while (!acknowledged.has(key) && !isOver) {
        const url = running.url
        const r = await fetch(`${url}/api/ui/conversations/${conversation}/messages`, {
          method: 'POST',
          headers: { ...g.headers, origin: url, 'content-type': 'application/json' },
          body: JSON.stringify({ kind: 'reply', body: key, clientKey: key }),
          signal: AbortSignal.timeout(2000),
        }).catch(() => null)
        if (r?.ok) acknowledged.set(key, conversation)
        // Asked again it would be refused again, for ever.
        else if (r && r.status < 500) throw new Error(`conversation ${conversation} refuses an answer: ${await r.text()}`)
        else await new Promise((wait) => setTimeout(wait, 20))
      }
    }
  }

  const clients = Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)))
  let refused: unknown
  clients.catch((e: unknown) => (refused = e))
  for (let kills = 0; kills < KILLS; kills++) {
    const before = acknowledged.size
    while (acknowledged.size < before + 20 && !refused) await new Promise((wait) => setTimeout(wait, 5))
    running.child.kill('SIGKILL')
    await new Promise((gone) => running.child.once('exit', gone))
    running = await start(file, env)
  }
  isOver = true
  await clients

  let wrong = 0
  for (const conversation of CONVERSATIONS) {
    const bodies: string[] = []
    let next = 0
    for (let after = -1, more = true; more;) {
      const page: { messages: { index: number; body: string }[]; moreAfter: boolean } = await fetch(
        `${running.url}/api/ui/conversations/${conversation}/messages?limit=200&after=${after}`,
        { headers: g.headers },
      ).then((r) => r.json())
      for (const m of page.messages) {
        if (m.index !== next++) wrong++
        bodies.push(m.body)
      }
      after = page.messages.at(-1)?.index ?? after
      more = page.moreAfter
    }
    for (const [key, at] of acknowledged) if (at === conversation && bodies.filter((b) => b === key).length !== 1) wrong++
  }
  await running.stop()
  return {
    name: `messages lost, doubled or misnumbered in ${KILLS} kills`,
    value: wrong,
    unit: '',
    bound: { atMost: 0 },
    detail: { acknowledged: acknowledged.size, kills: KILLS },
  }
}
