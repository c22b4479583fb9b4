/**
 * The demo's providers are played inside this process: what is sent to them never leaves it, and no port is opened. Their
 * host ends in `.invalid`, which no name server knows: where nobody plays them, nothing answers.
 */
import { fetchProvider } from './outside'

export const PLAYED_HOST = 'providers.demo.invalid'
export const PLAYED_BASE = `https://${PLAYED_HOST}`

declare global {
  // On globalThis: the server's bundle and Next's must reach the same one. Set by the demo alone (lib/host/demo-customers.ts).
  var parleyPlayed: ((request: Request) => Promise<Response>) | undefined
}

/** Whether this host is the demo's, and somebody plays it. */
export const isPlayed = (host: string) => host === PLAYED_HOST && globalThis.parleyPlayed !== undefined

/** A mail for one of the demo's customers, whole as it would leave; false where nobody plays them. */
export async function playMail(host: string, raw: Uint8Array): Promise<boolean> {
  const play = isPlayed(host) ? globalThis.parleyPlayed : undefined
  return play !== undefined && (await play(new Request(`${PLAYED_BASE}/smtp`, { method: 'POST', body: new Uint8Array(raw) }))).ok
}

/** A call to a provider, without redirects; for that one host whoever plays it answers. Throws NotAllowed for a private address. */
export function fetchOrPlay(url: string | URL, init?: RequestInit): Promise<Response> {
  const play = globalThis.parleyPlayed
  return play && new URL(url).host === PLAYED_HOST ? play(new Request(url, init)) : fetchProvider(url, init)
}
