import { expect, it } from 'vitest'
import { addressesIn, plainAddress } from './address'
import { mailChoice } from './choice'

it('reads addresses as people type them', () => {
  expect(plainAddress(' Ann@Example.COM ')).toBe('ann@example.com')
  expect(plainAddress('info@müller.example')).toBe('info@xn--mller-kva.example')
  expect(plainAddress('a.b+c@例え.テスト')).toBe('a.b+c@xn--r8jz45g.xn--zckzah')
  for (const bad of ['ann', 'ann@', '@x.test', 'ann@x', 'a b@x.test', 'a@b@x.test', 'a..b@x.test', 'ann@x.test\nBcc: e@x.test', 'jörg@x.test', 'a@1.2.3.4', 'a@x.test/y'])
    expect(plainAddress(bad), bad).toBeNull()
  expect(addressesIn('Ann Lee <ann@x.test>, bo@x.test; cy@x.test dee@x.test\n"Eve, the" <eve@x.test>, nobody')).toEqual([
    'ann@x.test',
    'bo@x.test',
    'cy@x.test',
    'dee@x.test',
    'eve@x.test',
    'nobody',
  ])
})

it('takes a domain of other letters, and names no address that is none', () => {
  expect(mailChoice.parse({ to: ['Info@Müller.example'] }).to).toEqual(['info@xn--mller-kva.example'])
  expect(mailChoice.safeParse({ to: ['x@y.test\r\nBcc: z@y.test'] }).success).toBe(false)
  expect(mailChoice.safeParse({ to: [] }).success).toBe(false)
})
