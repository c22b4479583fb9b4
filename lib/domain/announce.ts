/** Tells whoever listens in this process that a workspace has new events. Losing one is harmless: readers also poll. */
type Listener = (workspaceId: number, seq: number) => void

declare global {
  var parleyCommitListeners: Set<Listener> | undefined
  var parleyJobListeners: Set<() => void> | undefined
}
// On globalThis: the writer and the listener may live in different bundles of the same process.
const listeners = (globalThis.parleyCommitListeners ??= new Set())
const jobListeners = (globalThis.parleyJobListeners ??= new Set())

/** Called after the outermost commit. A listener's failure is its own. */
export function announce(workspaceId: number, seq: number): void {
  for (const l of listeners) {
    try {
      l(workspaceId, seq)
    } catch (e) {
      console.error('a listener of committed events failed', e)
    }
  }
}

/** Registers a listener; returns how to stop. */
export function onCommitted(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Called after a commit that wrote jobs, so that the worker need not look after every other. */
export function announceJobs(): void {
  for (const l of jobListeners) l()
}

/** Registers who is woken by new jobs; returns how to stop. It must not throw. */
export function onJobs(listener: () => void): () => void {
  jobListeners.add(listener)
  return () => void jobListeners.delete(listener)
}
