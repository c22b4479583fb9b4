import { describe, expect, it } from 'vitest'
import { asDomainError, DomainError, refuse } from './errors'

/** As drizzle throws it: the query and its values outside, the driver's error within. */
const wrapped = (code: string, message: string, query = 'select 1') =>
  new Error(`Failed query: ${query}\nparams: 40001,ENOSPC,database is locked`, { cause: Object.assign(new Error(message), { code }) })

describe('an error becomes a sentence', () => {
  it.each([
    ['database_full', 'SQLITE_FULL', 'database or disk is full'],
    ['database_full', '53100', 'could not extend file'],
    ['database_full', 'ENOSPC', 'write'],
    ['database_busy', 'SQLITE_BUSY', 'database is locked'],
    ['database_busy', '40P01', 'deadlock detected'],
    ['database_busy', '57014', 'canceling statement due to statement timeout'],
    ['database_busy', '57P01', 'terminating connection'],
    ['database_busy', 'ECONNREFUSED', 'connect'],
    ['database_busy', '', 'Connection terminated unexpectedly'],
    ['bad_input', '22021', 'invalid byte sequence for encoding "UTF8": 0x00'],
    ['bad_input', '22003', 'value is out of range for type integer'],
    ['unexpected', '23505', 'duplicate key'],
    ['unexpected', 'SQLITE_CONSTRAINT', 'UNIQUE constraint failed'],
  ])('%s for %s (%s)', (reason, code, message) => {
    expect(asDomainError(wrapped(code, message)).reason).toBe(reason)
    expect(asDomainError(Object.assign(new Error(message), { code })).reason).toBe(reason)
  })

  it('keeps our own, also from another copy of the class, and takes anything', () => {
    const own = new DomainError('moved_on', { newer: [] })
    expect(asDomainError(own)).toBe(own)
    expect(asDomainError(Object.assign(new Error('x'), { name: 'DomainError', reason: 'too_many', data: { retryAt: 1 } }))).toMatchObject({
      reason: 'too_many',
      code: 'limited',
      data: { retryAt: 1 },
    })
    for (const odd of [null, undefined, 'text', 7, {}]) expect(asDomainError(odd).reason).toBe('unexpected')
    expect(() => refuse('not_found')).toThrow(expect.objectContaining({ reason: 'not_found', code: 'missing' }))
  })
})
