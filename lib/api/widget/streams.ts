/** The open streams of each visitor in this process: how their own writes in one tab reach the others at once. */
declare global {
  var parleyVisitorStreams: Map<number, Set<() => void>> | undefined
}
// On globalThis: the server's bundle and Next's each hold a copy of this module.
const streams = (globalThis.parleyVisitorStreams ??= new Map())

/** More tabs than this fetch by polling. */
const STREAMS_MAX = 8

/** Registers a stream; null when the visitor has too many. Returns how to leave. */
export function joinStreams(visitorId: number, wake: () => void): (() => void) | null {
  const mine = streams.get(visitorId) ?? new Set()
  if (mine.size >= STREAMS_MAX) return null
  streams.set(visitorId, mine.add(wake))
  return () => {
    mine.delete(wake)
    if (mine.size === 0 && streams.get(visitorId) === mine) streams.delete(visitorId)
  }
}

/** Something of this visitor's own changed: what they wrote, or who they are. */
export function wakeVisitor(visitorId: number): void {
  for (const wake of streams.get(visitorId) ?? []) wake()
}

/** Whether any tab of the visitor is connected here. */
export const isConnected = (visitorId: number) => streams.has(visitorId)
