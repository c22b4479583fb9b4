/** The content security policy of a page: its own scripts and styles by nonce, nothing from elsewhere, in nobody's frame. */

/** `frameAncestors`: the origins that may show this page in a frame, besides our own; absent: nobody may, not even we. */
export type PolicyOptions = { nonce: string; dev: boolean; https: boolean; frameAncestors?: readonly string[] }

/** The header's value. Origins that could break out of it are dropped. */
export function policyFor({ nonce, dev, https, frameAncestors }: PolicyOptions): string {
  const ancestors = frameAncestors ? ["'self'", ...frameAncestors.filter(isPlainOrigin)] : ["'none'"]
  return [
    "default-src 'self'",
    // Next's development tools evaluate strings and inject styles; the built pages never do.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    `frame-ancestors ${ancestors.join(' ')}`,
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

const isPlainOrigin = (s: string) => /^https?:\/\/[^\s;,'"*]+$/.test(s) && URL.canParse(s) && new URL(s).origin === s
