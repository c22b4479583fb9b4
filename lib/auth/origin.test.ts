import { afterEach, describe, expect, it } from 'vitest'
import { env } from '@/lib/env'
import { sameOrigin } from './origin'

const write = (headers: Record<string, string>, method = 'POST') =>
  sameOrigin(new Request('http://inside:3000/api/ui/x', { method, headers: { host: 'inbox.example:3000', ...headers } }))

describe('sameOrigin', () => {
  afterEach(() => {
    delete process.env.APP_URL
    globalThis.parleyEnv = undefined
  })

  it('lets reads pass and asks of every write where it comes from', () => {
    expect(write({ origin: 'https://evil.example' }, 'GET')).toBe(true)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(write({ origin: 'http://inbox.example:3000' }, method)).toBe(true)
      expect(write({ origin: 'https://evil.example' }, method)).toBe(false)
      expect(write({}, method)).toBe(false)
    }
  })

  it('takes TLS that a proxy ended, the host a proxy passed on, and no other port or subdomain', () => {
    expect(write({ origin: 'https://inbox.example:3000' })).toBe(true)
    expect(write({ origin: 'https://public.example', 'x-forwarded-host': 'public.example' })).toBe(true)
    for (const origin of [
      'http://inbox.example',
      'http://inbox.example:3001',
      'http://sub.inbox.example:3000',
      'http://inbox.example:3000.evil.example',
      'null',
      '',
      'http://inbox.example:3000/',
    ])
      expect(write({ origin }), origin).toBe(false)
  })

  it('falls back to the Referer, then to what the browser says of the site', () => {
    expect(write({ referer: 'http://inbox.example:3000/c/1?x' })).toBe(true)
    expect(write({ referer: 'https://evil.example/http://inbox.example:3000' })).toBe(false)
    expect(write({ referer: 'nonsense', 'sec-fetch-site': 'same-origin' })).toBe(false)
    expect(write({ 'sec-fetch-site': 'same-origin' })).toBe(true)
    for (const site of ['same-site', 'cross-site', 'none']) expect(write({ 'sec-fetch-site': site })).toBe(false)
    expect(write({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' })).toBe(false)
  })

  it('takes APP_URL whatever the host', () => {
    process.env.APP_URL = 'https://desk.example'
    expect(env.appUrl).toBe('https://desk.example')
    expect(write({ origin: 'https://desk.example' })).toBe(true)
    expect(write({ origin: 'http://desk.example' })).toBe(false)
  })
})
