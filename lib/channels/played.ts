/**
 * The demo's providers are played inside this process: what is sent to them never leaves it, and no port is opened. Their
 * host ends in `.invalid`, which no name server knows: where nobody plays them, nothing answers.
 */
export const PLAYED_HOST = 'providers.demo.invalid'
export const PLAYED_BASE = `https://${PLAYED_HOST}`

declare global {
  // On globalThis: the server's bundle and Next's must reach the same one. Set by the demo alone (lib/host/demo-customers.ts).
  var parleyPlayed: ((request: Request) => Promise<Response>) | undefined
}

/** As `fetch`, and for that one host whoever plays it. */
export function fetchOrPlay(url: string | URL, init?: RequestInit): Promise<Response> {
  const play = globalThis.parleyPlayed
  return play && new URL(url).host === PLAYED_HOST ? play(new Request(url, init)) : fetch(url, init)
}
