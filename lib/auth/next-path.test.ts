import { expect, it } from 'vitest'
import { safePath, signInPath } from './next-path'

it('keeps our own paths and lets nobody lead elsewhere', () => {
  for (const path of ['/c/7', '/c/7?status=open&x=%2F', '/settings/users']) expect(safePath(path)).toBe(path)
  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'http:/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'http://parley.invalid@evil.example',
    undefined,
    null,
    7,
    ['/c/1', '/c/2'],
    '',
    '/'.repeat(3000),
  ]
  for (const said of elsewhere) expect(safePath(said), String(said)).toBe('/')
})

it('keeps the path of our own full address only', () => {
  expect(safePath('http://localhost:3000/c/5', 'http://localhost:3000')).toBe('/c/5')
  expect(safePath('http://localhost:3000/c/5', 'https://desk.example')).toBe('/')
})

it('never comes back to signing in, nor to data', () => {
  for (const path of ['/sign-in', '/sign-in?next=/c/1', '/api/ui/me']) expect(safePath(path)).toBe('/')
  expect(signInPath('/c/7?a=b')).toBe('/sign-in?next=%2Fc%2F7%3Fa%3Db')
  expect(signInPath('/')).toBe('/sign-in')
  expect(signInPath(null)).toBe('/sign-in')
})
