import { expect, it } from 'vitest'
import { isTooLargeForStranger, STRANGER_BODY_MAX } from './stranger-body'
import { cookieName, encodeToken } from './token'

const said = (headers: Record<string, string>, method = 'POST') => isTooLargeForStranger(new Request('http://localhost/sign-in', { method, headers }))

it('reads long bodies of whoever is signed in, and of nobody else', async () => {
  const large = String(STRANGER_BODY_MAX + 1)
  const cookie = `x=1; ${cookieName()}=${await encodeToken(1, 1, 1)}`
  expect(await said({ 'content-length': large, cookie })).toBe(false)
  expect(await said({ 'transfer-encoding': 'chunked', cookie })).toBe(false)
  for (const none of ['', 'x=1', `${cookieName()}=`, `${cookieName()}=abc`, `${cookie.slice(0, -4)}AAAA`, `${cookieName()}x=${cookie.split('=').at(-1)}`])
    expect(await said({ 'content-length': large, cookie: none }), none).toBe(true)
  expect(await said({ 'transfer-encoding': 'chunked' })).toBe(true)
  expect(await said({ 'content-length': '1e9' })).toBe(true)
  expect(await said({ 'content-length': String(STRANGER_BODY_MAX) })).toBe(false)
  expect(await said({})).toBe(false)
  expect(await said({ 'content-length': large }, 'GET')).toBe(false)
})
