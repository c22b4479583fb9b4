import { expect, it } from 'vitest'
import { isNear } from './start'

it.each([
  ['all read', 100, null, false],
  ['the last few unread', 100, 95, true],
  ['as many as fit near the end', 100, 81, true],
  ['long behind', 100, 60, false],
  ['never opened, short', 3, 0, false],
  ['never opened, long', 500, 0, false],
] as const)('reading goes on at the first unread: %s', (_, lastIndex, newFrom, expected) => {
  expect(isNear({ lastIndex }, newFrom)).toBe(expected)
})
