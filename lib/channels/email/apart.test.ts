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
})
