/** What a token may be allowed to do. The names are the policies' own and those of the dialects' documents. */
import type { Permission } from '../policy'

export const SCOPES = [
  'conversations:read',
  'conversations:create',
  'conversations:update',
  'messages:read',
  'messages:create',
  'contacts:read',
  'contacts:create',
  'contacts:update',
  'users:read',
  'channels:read',
  'channels:manage',
  'webhooks:manage',
] as const
export type Scope = (typeof SCOPES)[number]

/** Scopes that carry a policy of another name along: whoever reads messages reads conversations, and so on. */
const CARRIES: Partial<Record<Scope, readonly Permission[]>> = {
  'messages:read': ['conversations:read'],
  'messages:create': ['attachments:create'],
  'contacts:update': ['contacts:delete'],
  'channels:manage': ['workspace:manage'],
}

/** The policies a token with these scopes passes. */
export const grants = (scopes: readonly string[]): string[] => [
  ...new Set(scopes.flatMap((s) => [s, ...(SCOPES.includes(s as Scope) ? (CARRIES[s as Scope] ?? []) : [])])),
]
