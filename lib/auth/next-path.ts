/** Where to go after signing in: a path of our own, never another host. */

const BASE = 'http://parley.invalid'

/** The path (with its query) when it stays with us, otherwise `/`. Full addresses are cut down to their path only when ours. */
export function safePath(said: unknown, ownOrigin?: string): string {
  if (typeof said !== 'string' || said.length > 2000) return '/'
  if (!said.startsWith('/') && !(ownOrigin && said.startsWith(`${ownOrigin}/`))) return '/'
  // Browsers read `\` as `/` and drop tabs and line ends, so `/\evil` and `/<tab>/evil` name another host.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\\]/.test(said)) return '/'
  try {
    const url = new URL(said, BASE)
    if (url.origin !== BASE && url.origin !== ownOrigin) return '/'
    const path = url.pathname + url.search
    return path.startsWith('//') || path.startsWith('/sign-in') || path.startsWith('/api/') ? '/' : path
  } catch {
    return '/'
  }
}

/** The sign-in page that comes back to `path`. */
export function signInPath(path: string | null): string {
  const next = safePath(path)
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`
}
