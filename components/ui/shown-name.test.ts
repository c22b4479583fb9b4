import { expect, it } from 'vitest'
import { shownName } from './shown-name'

it.each(['', ' ', '\u00a0\u2003', '\u200b', '\u200e\u202e', '\u2800', '\u3164', '\ufeff', null, undefined])('nothing is seen of %j', (name) => {
  expect(shownName(name)).toBeUndefined()
})
it.each(['Ann', '.', '👩‍👩‍👧', '\u200fעמר', '日本'])('something is seen of %j', (name) => {
  expect(shownName(name)).toBe(name)
})
