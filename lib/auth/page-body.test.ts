import { expect, it } from 'vitest'
import { isBodyTooLarge, PAGE_BODY_MAX, STRANGER_BODY_MAX } from './page-body'
import { cookieName, encodeToken } from './token'

const refused = (headers: Record<string, string>, method = 'POST') => isBodyTooLarge(new Request('http://localhost/sign-in', { method, headers }))

it('reads longer bodies of whoever is signed in, and of nobody else', async () => {
  const large = String(STRANGER_BODY_MAX + 1)
  const cookie = `x=1; ${cookieName()}=${await encodeToken(1, 1, 1)}`
  expect(await refused({ 'content-length': large, cookie })).toBe(false)
  expect(await refused({ 'transfer-encoding': 'chunked', cookie })).toBe(false)
  for (const none of ['', 'x=1', `${cookieName()}=`, `${cookieName()}=abc`, `${cookie.slice(0, -4)}AAAA`, `${cookieName()}x=${cookie.split('=').at(-1)}`])
    expect(await refused({ 'content-length': large, cookie: none }), none).toBe(true)
  expect(await refused({ 'transfer-encoding': 'chunked' })).toBe(true)
  expect(await refused({ 'content-length': String(STRANGER_BODY_MAX) })).toBe(false)
  expect(await refused({})).toBe(false)
  expect(await refused({ 'content-length': large }, 'GET')).toBe(false)
})

it('reads of nobody more than settings need', async () => {
  const cookie = `${cookieName()}=${await encodeToken(1, 1, 1)}`
  expect(await refused({ 'content-length': String(PAGE_BODY_MAX), cookie })).toBe(false)
  for (const length of [String(PAGE_BODY_MAX + 1), '524288', '1e9', 'many']) expect(await refused({ 'content-length': length, cookie }), length).toBe(true)
})
