/** A program with a token, talking to the application over real HTTP. For tests. */
import type { Actor } from '@/lib/domain/actor'
import { createToken } from '@/lib/domain/tokens/create'
import { SCOPES, type Scope } from '@/lib/domain/tokens/scopes'
import type { Answer } from './server'

export type Program = { token: string; call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer> }

/** `auth` puts the secret where the dialect wants it. A body that is text or form data goes as it is, the rest as JSON. */
export async function program(base: string, actor: Actor, auth: (token: string) => Record<string, string>, scopes: readonly Scope[] = SCOPES): Promise<Program> {
  const { token } = await createToken(actor, { name: 'Program', scopes: [...scopes] })
  return { token, call: (method, path, body, headers) => ask(base + path, method, body, { ...auth(token), ...headers }) }
}

/** One call; JSON answers are parsed. */
export async function ask(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const plain = typeof body === 'string' || body instanceof FormData || body instanceof URLSearchParams
  const type: Record<string, string> = body === undefined || plain ? {} : { 'content-type': 'application/json' }
  const r = await fetch(url, { method, headers: { ...type, ...headers }, body: body === undefined ? undefined : plain ? body : JSON.stringify(body), redirect: 'manual' })
  const text = await r.text()
  let parsed: unknown = null
  try {
    parsed = JSON.parse(text)
  } catch {}
  return { status: r.status, headers: r.headers, body: parsed, text }
}
