import { afterEach, describe, expect, it } from 'vitest'
import { lineOf, startLog } from './log'

const before = { error: console.error, warn: console.warn }
afterEach(() => void Object.assign(console, before))

const WORDS = 'my card is 4929 1111'
const caught = (work: () => unknown): Error => {
  try {
    work()
  } catch (e) {
    if (e instanceof Error) return e
  }
  throw new Error('nothing was thrown')
}

describe('the log', () => {
  it('has a time, a level and an id, and one line for each record', () => {
    const lines: string[] = []
    startLog((line) => lines.push(line))
    console.error('jobs: deliver 7 is given up:', new Error('first\nsecond'))
    console.warn('mail: ', 3, null)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z error [0-9a-f]{8} jobs: deliver 7 is given up: Error: first second at /)
    expect(lines[1]).toMatch(/^\S+Z warn [0-9a-f]{8} mail: {2}3 null$/)
    expect(lines.join('')).not.toContain('\n')
  })

  it.each([
    ['a statement’s values', new Error(`Failed query: insert into "messages" values ($1)\nparams: ${WORDS}`)],
    ['those of several lines', new Error(`Failed query: insert into x values ($1)\nparams: a\n${WORDS}\nb`, { cause: new Error('SQLITE_BUSY: database is locked') })],
    [
      'what Postgres quotes',
      Object.assign(new Error(`invalid input syntax for type bigint: "${WORDS}"`), { code: '22P02', detail: `Key (body)=(${WORDS}) exists.`, parameters: [WORDS] }),
    ],
    ['what a constraint quotes', Object.assign(new Error(`duplicate key: Key (email)=(${WORDS}) already exists`), { code: '23505' })],
    ['what JSON.parse quotes', caught(() => JSON.parse(`${WORDS}`))],
    ['what JSON.parse quotes within', caught(() => JSON.parse(`{"body":"${WORDS}`))],
    ['an object', { body: WORDS }],
    ['a list', [WORDS]],
    ['drizzle’s own text', `⨯ Error: Failed query: select $1\nparams: ${WORDS}\n    at x (file.ts:1:1)`],
  ])('never has %s', (_, thrown) => {
    expect(lineOf('error', ['request 1 failed', thrown])).not.toMatch(/card|4929/)
  })

  it('names the cause behind drizzle’s error, its code and where it came from', () => {
    const cause = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' })
    const line = lineOf('error', [new Error('Failed query: select 1\nparams: ', { cause })])
    expect(line).toMatch(/Failed query: select 1 .* because Error ECONNREFUSED: connection refused at .*log\.test\.ts/)
  })

  it('cannot be made to write a line of somebody else’s, or to move the cursor, and is never endless', () => {
    expect(lineOf('error', ['name\r\n2026-01-01T00:00:00.000Z error deadbeef all is lost\u001b[2J\u2028x'])).not.toMatch(/[\r\n\u001b\u2028]/)
    expect(lineOf('error', ['x'.repeat(100_000)]).length).toBeLessThan(4100)
  })
})
