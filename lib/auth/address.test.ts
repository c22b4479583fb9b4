import { afterEach, expect, it } from 'vitest'
import { addressOf } from './address'

const of = (headers: Record<string, string>) => addressOf(new Headers(headers))
afterEach(() => void delete process.env.VERCEL)

it('takes what our server saw over what the client says', () => {
  expect(of({ 'x-parley-address': '203.0.113.7', 'x-forwarded-for': '198.51.100.1' })).toBe('203.0.113.7')
  expect(of({ 'x-parley-address': '::ffff:203.0.113.7' })).toBe('203.0.113.7')
  expect(of({ 'x-parley-address': '127.0.0.1' })).toBe('127.0.0.1')
})

it('elsewhere takes the nearest public hop, since the farther ones may be invented', () => {
  expect(of({ 'x-forwarded-for': '1.1.1.1, 203.0.113.7, 10.0.0.3' })).toBe('203.0.113.7')
  expect(of({ 'x-forwarded-for': 'nonsense, 10.0.0.3' })).toBe('10.0.0.3')
  expect(of({})).toBe('local')
  process.env.VERCEL = '1'
  expect(of({ 'x-parley-address': '1.1.1.1', 'x-real-ip': '203.0.113.7' })).toBe('203.0.113.7')
})

it('counts one line’s IPv6 addresses together', () => {
  expect(of({ 'x-parley-address': '2001:db8:1:2:3:4:5:6' })).toBe('2001:db8:1:2')
  expect(of({ 'x-parley-address': '2001:db8:1:2:ffff::1' })).toBe('2001:db8:1:2')
})
