import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

class Thread extends EventEmitter {
  static all: Thread[] = []
  jobs: unknown[] = []
  constructor() {
    super()
    Thread.all.push(this)
  }
  postMessage(job: unknown) {
    this.jobs.push(job)
  }
  ref() {}
  unref() {}
  terminate() {
    return Promise.resolve(1)
  }
}
vi.mock('node:worker_threads', () => ({ Worker: Thread }))
const { readMailApart } = await import('./apart')

const large = (subject: string) => Buffer.from(`From: a@b.test\r\nSubject: ${subject}\r\n\r\n${'x'.repeat(70_000)}`)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the reading thread', () => {
  it('that was given up on answers nobody any more: the next mail never gets the words of the one before', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const first = readMailApart(large('One'))
    const second = readMailApart(large('Two'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(Thread.all).toHaveLength(2)
    const [old, fresh] = Thread.all
    // Posted before it was ended: such a message still comes.
    old?.emit('message', { answer: { subject: 'One' } })
    old?.emit('exit', 1)
    fresh?.emit('message', { answer: { subject: 'Two' } })
    expect((await second).subject).toBe('Two')
    expect((await first).subject).toBe('One')
  })

  it('reads what is small and made of nothing but lines; of what has them by the million there is the head alone', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const lines = (n: number) => Buffer.from(`From: a@b.test\r\nSubject: Lines\r\n\r\nHello${'\n'.repeat(n)}.`)
    const small = readMailApart(lines(5_000))
    const thread = Thread.all.at(-1)
    expect(thread?.jobs.at(-1)).toMatchObject({ raw: lines(5_000) })
    thread?.emit('message', { answer: { subject: 'Lines' } })
    await small
    const asked = thread?.jobs.length
    expect(await readMailApart(lines(1_000_000))).toMatchObject({ subject: 'Lines', from: { address: 'a@b.test' }, text: expect.stringContaining('could not be read') })
    expect(thread?.jobs).toHaveLength(asked ?? 0)
  })
})
