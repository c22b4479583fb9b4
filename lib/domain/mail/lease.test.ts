import { expect, it } from 'vitest'
import { makeChannel, makeScene } from '@/db/factories'
import { leaveLeases, takeLeases } from './lease'

it('a mailbox is one process’s at a time, another’s when it is left or its holder fell silent', async () => {
  const s = await makeScene()
  const ids: number[] = []
  for (let i = 0; i < 3; i++) ids.push((await makeChannel(s.workspace.id, 'email')).id)
  const now = Date.now()
  // Two at once: each mailbox goes to one of them.
  const [a, b] = await Promise.all([takeLeases(ids, 'a', 10_000, now), takeLeases(ids, 'b', 10_000, now)])
  expect([...a, ...b].toSorted()).toEqual(ids.toSorted())
  const [first, second, theirs] = a.size > 0 ? ['a', 'b', a] : ['b', 'a', b]
  const held = [...theirs]
  // Who has them keeps them, as long as it says so.
  expect(await takeLeases(held, first, 10_000, now + 9_000)).toEqual(new Set(held))
  expect(await takeLeases(held, second, 10_000, now + 18_000)).toEqual(new Set())
  // Silent for too long: somebody else's, and no longer its own.
  expect(await takeLeases(held, second, 10_000, now + 19_001)).toEqual(new Set(held))
  expect(await takeLeases(held, first, 10_000, now + 20_000)).toEqual(new Set())
  await leaveLeases(held, first)
  expect(await takeLeases(held, first, 10_000, now + 20_000)).toEqual(new Set())
  await leaveLeases(held, second)
  expect(await takeLeases(held, first, 10_000, now + 20_000)).toEqual(new Set(held))
})
