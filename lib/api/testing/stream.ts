/** A reader of the event stream that can be cut and resumed. For tests. */
import type { LiveEvent } from '@/lib/domain/events'
import type { Presence } from '@/lib/realtime/presence'
import type { Client } from './server'

export type Heard = { events: LiveEvent[]; presence: Presence[]; resets: number; lastId: string; ended: boolean; status: number }

/** Reads until `cut`. `until` resolves when the condition holds (looked at after every frame) or throws after 10 s. */
export async function listen(url: string, client: Client, from: { after?: number; lastEventId?: string } = {}) {
  const stop = new AbortController()
  const heard: Heard = { events: [], presence: [], resets: 0, lastId: from.lastEventId ?? '', ended: false, status: 0 }
  let changed = () => {}
  const r = await fetch(`${url}/api/ui/stream${from.after === undefined ? '' : `?after=${from.after}`}`, {
    headers: { cookie: client.cookie, ...(from.lastEventId ? { 'last-event-id': from.lastEventId } : {}) },
    signal: stop.signal,
  })
  heard.status = r.status
  const done = (async () => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of r.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const b of blocks) take(heard, b)
      changed()
    }
  })()
    .catch(() => {})
    .finally(() => {
      heard.ended = true
      changed()
    })
  return {
    heard,
    headers: r.headers,
    cut: async () => {
      stop.abort()
      await done
    },
    until: (condition: (h: Heard) => boolean) =>
      new Promise<void>((ok, no) => {
        const late = setTimeout(() => no(new Error(`not heard within 10 s: ${JSON.stringify({ ...heard, events: heard.events.length })}`)), 10_000)
        changed = () => {
          if (!condition(heard)) return
          clearTimeout(late)
          ok()
        }
        changed()
      }),
  }
}

function take(h: Heard, block: string): void {
  const field = (name: string) =>
    block
      .split('\n')
      .find((l) => l.startsWith(`${name}: `))
      ?.slice(name.length + 2)
  const id = field('id')
  if (id) h.lastId = id
  const data = field('data')
  if (!data) return
  const kind = field('event')
  if (kind === 'change') h.events.push(JSON.parse(data))
  if (kind === 'presence') h.presence.push(JSON.parse(data))
  if (kind === 'reset') h.resets++
}
