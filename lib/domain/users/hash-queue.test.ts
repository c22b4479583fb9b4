import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { hashInTurn, WAITING_MAX } from './hash-queue'
import { hashPassword, isPassword } from './password'

it('lets few hash at a time, the others in the order they came, and no line without end', async () => {
  const order: number[] = []
  let [running, most] = [0, 0]
  let open: () => void = () => {}
  const gate = new Promise<void>((r) => (open = r))
  const one = (n: number) =>
    hashInTurn(async () => {
      most = Math.max(most, ++running)
      await gate
      order.push(n)
      running--
    })
  const all = Array.from({ length: WAITING_MAX + 10 }, (_, n) => one(n).catch((e: unknown) => e))
  open()
  const refused = (await Promise.all(all)).filter((r) => r !== undefined)
  expect(most).toBeLessThanOrEqual(2)
  expect(refused.length).toBeGreaterThanOrEqual(8)
  for (const e of refused) expect(e).toMatchObject({ reason: 'busy' })
  expect(order).toEqual(order.toSorted((a, b) => a - b))
})

it('gives its place back when the work fails', async () => {
  for (let i = 0; i < 5; i++) await expect(hashInTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const stored = await hashPassword('a long password')
  expect([await isPassword('a long password', stored), await isPassword('another', stored), await isPassword('x', null)]).toEqual([true, false, false])
})

it('keeps a file from nobody: it is read while most passwords still wait', async () => {
  let done = 0
  const hashes = Array.from({ length: 24 }, () => isPassword('x', null).then(() => done++))
  await readFile(new URL(import.meta.url))
  expect(done).toBeLessThan(12)
  await Promise.all(hashes)
})
