import { describe, expect, it } from 'vitest'
import { newKey, Outbox } from './outbox'

const shelf = (value = '') => ({
  value,
  read() {
    return this.value
  },
  write(v: string) {
    this.value = v
  },
})
const words = (key: string) => ({ key, body: 'x', files: [], at: 1, failed: null })

describe('the outbox', () => {
  it('shared by two tabs loses neither one’s words', () => {
    const s = shelf()
    const [one, two] = [new Outbox(s), new Outbox(s)]
    one.add(words('a'))
    two.add(words('b'))
    one.update('a', { failed: 'too_large' })
    two.remove(new Set(['b']))
    expect(new Outbox(s).all()).toEqual([{ ...words('a'), failed: 'too_large' }])
  })
  it('survives what others wrote on the shelf, and a shelf that is full', () => {
    expect(new Outbox(shelf('{"not":"ours"')).all()).toEqual([])
    expect(new Outbox(shelf('[1,{"key":2},null]')).all()).toEqual([])
    const full = new Outbox({
      read: () => null,
      write: () => {
        throw new Error('QuotaExceededError')
      },
    })
    full.add(words('a'))
    expect(full.all()).toHaveLength(1)
  })
  it('makes keys the server takes, all different', () => {
    const keys = Array.from({ length: 100 }, newKey)
    expect(new Set(keys).size).toBe(100)
    for (const k of keys) expect(k).toMatch(/^[\w.:-]{8,90}$/)
  })
})
