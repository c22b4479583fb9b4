import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Filter } from '@/lib/domain/conversations/filter'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { applyRow, compare, type ListData, markOf, matches, pageOf, rowsOf } from './list-rows'
import { filterOf, filterOfView } from './views'

const ME = 7
const row = (id: number, over: Partial<ConversationRow> = {}): ConversationRow => ({
  id,
  kind: 'customer',
  version: 1,
  channelId: 1,
  channelType: 'webchat',
  contactId: id,
  contactName: `C${id}`,
  title: '',
  members: [],
  status: 'open',
  assigneeId: null,
  teamId: null,
  needsReply: false,
  waitingSince: null,
  lastIndex: 0,
  lastContentIndex: 0,
  lastActivityAt: 1000 + id,
  lastCustomerAt: null,
  contactReadIndex: -1,
  contactDeliveredIndex: -1,
  snippet: '',
  snippetBy: 'contact',
  snippetUserId: null,
  snoozedUntil: null,
  createdAt: 0,
  me: { lastReadIndex: -1, archived: false, mutedUntil: null },
  ...over,
})
const evaluate = (all: ConversationRow[], f: Filter) => all.filter((r) => matches(f, r, ME)).sort((a, b) => compare(markOf(f, a), markOf(f, b)))
const load = (all: ConversationRow[], f: Filter, size: number, count: number): ListData => {
  const sorted = evaluate(all, f)
  const pages = Array.from({ length: count }, (_, i) => sorted.slice(i * size, (i + 1) * size)).filter((rows, i) => i === 0 || rows.length > 0)
  return { pages: pages.map((rows, i) => pageOf(f, { rows, next: (i + 1) * size < sorted.length ? String(i) : null, seq: 0 })), pageParams: pages.map(() => null) }
}
const ids = (rows: ConversationRow[]) => rows.map((r) => r.id)

describe('matches', () => {
  it('tells mine from others’, archived from not, and unread by the reader’s own index', () => {
    expect(matches(filterOfView('mine'), row(1, { assigneeId: ME }), ME)).toBe(true)
    expect(matches(filterOfView('mine'), row(1, { assigneeId: 8 }), ME)).toBe(false)
    expect(matches(filterOfView('unassigned'), row(1), ME)).toBe(true)
    expect(matches(filterOfView('archived'), row(1), ME)).toBe(false)
    expect(matches(filterOfView('team'), row(1, { kind: 'team', members: [8, 9] }), ME)).toBe(false)
    expect(matches({ ...filterOfView('all'), unread: true }, row(1, { me: { lastReadIndex: 0, archived: false, mutedUntil: null } }), ME)).toBe(false)
  })
})

describe('applyRow', () => {
  const all = [row(1), row(2), row(3)]
  const filter = filterOfView('all')
  it('puts news on top, keeps each once, and takes out what no longer belongs', () => {
    const moved = applyRow(load(all, filter, 10, 1), filter, row(1, { version: 2, lastActivityAt: 5000 }), ME)
    expect(ids(rowsOf(moved))).toEqual([1, 3, 2])
    expect(ids(rowsOf(applyRow(moved, filter, row(3, { version: 2, status: 'closed' }), ME)))).toEqual([1, 2])
  })
  it('ignores an older version and takes an equal one, which a personal change has', () => {
    const data = load([row(1, { version: 5 })], filter, 10, 1)
    expect(applyRow(data, filter, row(1, { version: 4, snippet: 'old' }), ME)).toBe(data)
    expect(rowsOf(applyRow(data, filter, row(1, { version: 5, snippet: 'same' }), ME))[0]?.snippet).toBe('same')
  })
  it('leaves what belongs below the loaded part to its page', () => {
    const data = load([row(1), row(2), row(3)], filter, 2, 1)
    expect(ids(rowsOf(applyRow(data, filter, row(9, { lastActivityAt: 1 }), ME)))).toEqual([3, 2])
  })
  it('never adds to a list of found words, but updates what is in it', () => {
    const found = { ...filter, text: 'refund' }
    const data = load([row(1)], found, 10, 1)
    expect(applyRow(data, found, row(2), ME)).toBe(data)
    expect(rowsOf(applyRow(data, found, row(1, { version: 2, snippet: 'x' }), ME))[0]?.snippet).toBe('x')
  })
  it('what was found everywhere stays found when it is read, closed or archived', () => {
    const found = filterOf({ view: 'mine', narrow: { text: 'refund' } })
    const data = load([row(1), row(2)], found, 10, 1)
    const changes: Partial<ConversationRow>[] = [
      { me: { archived: false, lastReadIndex: 3, mutedUntil: null } },
      { me: { archived: true, lastReadIndex: 3, mutedUntil: null } },
      { status: 'closed' },
      { assigneeId: 8 },
    ]
    for (const change of changes) expect(ids(rowsOf(applyRow(data, found, row(1, { version: 2, ...change }), ME))).toSorted(), JSON.stringify(change)).toEqual([1, 2])
    const inView = filterOf({ view: 'all', narrow: { text: 'refund', inView: true } })
    expect(ids(rowsOf(applyRow(load([row(1), row(2)], inView, 10, 1), inView, row(1, { version: 2, status: 'closed' }), ME)))).toEqual([2])
  })
  it('after any events the loaded part is what a fresh evaluation gives', () => {
    const view = fc.constantFrom<Filter>(
      filterOfView('mine'),
      filterOfView('unassigned'),
      filterOfView('all'),
      filterOfView('needs-reply'),
      filterOfView('closed'),
      filterOfView('archived'),
      filterOf({ view: 'all', narrow: { sort: 'waiting' } }),
      filterOf({ view: 'all', narrow: { unread: true } }),
    )
    const change = fc.record({
      id: fc.integer({ min: 1, max: 12 }),
      status: fc.constantFrom('open' as const, 'closed' as const),
      assigneeId: fc.constantFrom(null, ME, 8),
      needsReply: fc.boolean(),
      waitingSince: fc.integer({ min: 0, max: 50 }),
      lastActivityAt: fc.integer({ min: 990, max: 1030 }),
      archived: fc.boolean(),
      lastReadIndex: fc.integer({ min: -1, max: 0 }),
    })
    fc.assert(
      fc.property(view, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.array(change, { maxLength: 40 }), (f, size, count, changes) => {
        const world = new Map(Array.from({ length: 9 }, (_, i) => [i + 1, row(i + 1)]))
        let data = load([...world.values()], f, size, count)
        const end = data.pages.at(-1)?.end ?? null
        for (const { id, archived, lastReadIndex, ...rest } of changes) {
          const next = row(id, { ...rest, version: (world.get(id)?.version ?? 0) + 1, me: { archived, lastReadIndex, mutedUntil: null } })
          world.set(id, next)
          data = applyRow(data, f, next, ME)
        }
        const fresh = evaluate([...world.values()], f).filter((r) => !end || compare(markOf(f, r), end) <= 0)
        expect(rowsOf(data)).toEqual(fresh)
      }),
    )
  })
})
