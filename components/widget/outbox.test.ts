import { describe, expect, it } from 'vitest'
import { newKey, Outbox, type Shelf } from './outbox'

const shelf = (kept: Record<string, string> = {}): Shelf => ({
  keys: () => Object.keys(kept),
  read: (key) => kept[key] ?? null,
  write: (key, value) => void (kept[key] = value),
  drop: (key) => void delete kept[key],
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
  it('loses nothing when two tabs write between each other’s reading and writing', () => {
    const s = shelf()
    const slow = { ...s, write: (key: string, value: string) => (new Outbox(s).add(words('b')), s.write(key, value)) }
    new Outbox(slow).add(words('a'))
    expect(new Outbox(s).all().map((w) => w.key)).toEqual(['a', 'b'])
  })
  it('survives what others wrote on the shelf, and a shelf that is full', () => {
    expect(new Outbox(shelf({ a: '{"not":"ours"', b: '[1,{"key":2},null]', c: '' })).all()).toEqual([])
    const full = new Outbox({
      ...shelf(),
      write: () => {
        throw new Error('QuotaExceededError')
      },
    })
    full.add(words('a'))
    full.update('a', { failed: 'too_large' })
    expect(full.all()).toEqual([{ ...words('a'), failed: 'too_large' }])
    full.remove(new Set(['a']))
    expect(full.all()).toEqual([])
  })
  it('keeps fifty, the newest', () => {
    const box = new Outbox(shelf())
    for (let at = 0; at < 60; at++) box.add({ ...words(`k${at}`), at })
    expect(box.all().map((w) => w.at)).toEqual(Array.from({ length: 50 }, (_, i) => i + 10))
  })
  it('makes keys the server takes, all different', () => {
    const keys = Array.from({ length: 100 }, newKey)
    expect(new Set(keys).size).toBe(100)
    for (const k of keys) expect(k).toMatch(/^[\w.:-]{8,90}$/)
  })
})
