import { expect, it } from 'vitest'
import { policyFor } from './csp'

const policy = (more: Partial<Parameters<typeof policyFor>[0]> = {}) =>
  Object.fromEntries(
    policyFor({ nonce: 'abc', dev: false, https: false, ...more })
      .split('; ')
      .map((d) => [d.split(' ')[0], d.split(' ').slice(1).join(' ')]),
  )

it('runs nothing that does not carry the nonce, and is in nobody’s frame', () => {
  const p = policy()
  expect(p['script-src']).toBe("'self' 'nonce-abc' 'strict-dynamic'")
  expect(p['style-src']).toBe("'self' 'nonce-abc'")
  expect(p['frame-ancestors']).toBe("'none'")
  expect(JSON.stringify({ ...p, 'style-src-attr': '' })).not.toContain('unsafe')
  for (const nowhere of ['object-src', 'base-uri']) expect(p[nowhere]).toBe("'none'")
})

it('opens the frame to allowed sites only, whatever was stored as one', () => {
  const stored = [
    'https://shop.example',
    'http://localhost:8080',
    "https://a.example; script-src 'unsafe-inline'",
    'https://b.example https://c.example',
    '*',
    'https://*.example',
    'https://d.example/path',
    '',
  ]
  expect(policy({ frameAncestors: stored })['frame-ancestors']).toBe("'self' https://shop.example http://localhost:8080")
  expect(policy({ frameAncestors: [] })['frame-ancestors']).toBe("'self'")
})
