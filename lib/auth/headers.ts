/** The headers that every answer carries, pages and API alike. */
import { isHttps } from './settings'

/** Names in lower case. The content security policy of pages is apart (csp.ts): it differs per request. */
export function securityHeaders(): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    ...(isHttps() ? { 'strict-transport-security': 'max-age=63072000' } : {}),
  }
}

/** For answers that are data: shown as a page they may do nothing at all. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
