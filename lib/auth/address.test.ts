import { afterEach, expect, it } from 'vitest'
import { addressOf } from './address'

const of = (headers: Record<string, string>) => addressOf(new Headers(headers))
const trust = (proxies: string) => {
  process.env.TRUST_PROXY = proxies
  delete globalThis.parleyEnv
}
afterEach(() => {
  delete process.env.VERCEL
  delete process.env.TRUST_PROXY
  delete globalThis.parleyEnv
  delete globalThis.parleyNamesAddresses
})

it('takes what our server saw over what the client says', () => {
  globalThis.parleyNamesAddresses = true
  expect(of({ 'x-parley-address': '203.0.113.7', 'x-forwarded-for': '198.51.100.1' })).toBe('203.0.113.7')
  expect(of({ 'x-parley-address': '::ffff:203.0.113.7' })).toBe('203.0.113.7')
  expect(of({ 'x-parley-address': '127.0.0.1' })).toBe('127.0.0.1')
})

it('believes no header of a client where nobody of ours looked', () => {
  const lies: Record<string, string>[] = [
    { 'x-parley-address': '203.0.113.7' },
    { 'x-forwarded-for': '203.0.113.7' },
    { 'x-forwarded-for': '1.1.1.1, 203.0.113.7, 10.0.0.3' },
    { 'x-real-ip': '203.0.113.7' },
    { forwarded: 'for=203.0.113.7', 'cf-connecting-ip': '203.0.113.7', 'true-client-ip': '203.0.113.7' },
    {},
  ]
  for (const headers of lies) expect(of(headers), JSON.stringify(headers)).toBe('unknown')
})

it('believes the proxies that the operator counted, and Vercel’s', () => {
  trust('1')
  expect(of({ 'x-forwarded-for': '1.1.1.1, 203.0.113.7' })).toBe('203.0.113.7')
  expect(of({ 'x-forwarded-for': 'nonsense', 'x-parley-address': '1.1.1.1' })).toBe('unknown')
  trust('2')
  expect(of({ 'x-forwarded-for': '1.1.1.1, 203.0.113.7, 10.0.0.3' })).toBe('203.0.113.7')
  process.env.VERCEL = '1'
  expect(of({ 'x-parley-address': '1.1.1.1', 'x-forwarded-for': '1.1.1.1', 'x-real-ip': '203.0.113.7' })).toBe('203.0.113.7')
})

it('counts one line’s IPv6 addresses together', () => {
  globalThis.parleyNamesAddresses = true
  expect(of({ 'x-parley-address': '2001:db8:1:2:3:4:5:6' })).toBe('2001:db8:1:2')
  expect(of({ 'x-parley-address': '2001:db8:1:2:ffff::1' })).toBe('2001:db8:1:2')
})
