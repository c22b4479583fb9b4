import { DrizzleQueryError } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { causeOf, DatabaseError, isDatabaseAway, troubleOf } from './trouble'

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })
const query = (cause: Error) => new DrizzleQueryError('insert into t values ($1)', ['a customer’s words'], cause)

/** As the driver, the pool, the server, a pooler and the operating system say that the connection is not there. */
const AWAY = [
  ...[
    '57P01',
    '57P02',
    '57P03',
    '57P05',
    '08000',
    '08001',
    '08003',
    '08006',
    '08P01',
    '53300',
    '53200',
    '28P01',
    '3D000',
    '25006',
    '25P03',
    '26000',
    '58030',
    'XX000',
  ].map((c) => coded(c)),
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_SOCKET_CLOSED', 'EMFILE'].map(
    (c) => coded(c),
  ),
  ...['SQLITE_IOERR_WRITE', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'].map((c) => coded(c)),
  ...[
    'Connection terminated unexpectedly',
    'Connection terminated',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Query read timeout',
    'Cannot use a pool after calling end on the pool',
    'The server does not support SSL connections',
    'a spelling that nobody has seen yet',
  ].map((m) => new Error(m)),
]

it.each(AWAY.map((e) => [`${'code' in e ? String(e.code) : ''} ${e.message}`, e]))('%s: the database is away', (_name, e) => {
  expect(troubleOf(query(e))).toBe('away')
  expect(isDatabaseAway(query(e))).toBe(true)
  expect(isDatabaseAway(new DatabaseError('the database did not commit', { cause: e }))).toBe(true)
})

it('several addresses, all refused, are one refusal', () => {
  expect(isDatabaseAway(query(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])))).toBe(true)
})

it('busy, full and a value out of range are told apart', () => {
  for (const c of ['SQLITE_BUSY', '40001', '40P01', '57014', '55P03']) expect(troubleOf(query(coded(c)))).toBe('busy')
  for (const c of ['SQLITE_FULL', 'ENOSPC', '53100']) expect(troubleOf(query(coded(c)))).toBe('full')
  for (const c of ['22021', '22P05', '22003', '22007']) expect(troubleOf(query(coded(c)))).toBe('value')
})

it('a mistake of ours is none of the database’s, and neither is somebody else’s network', () => {
  for (const c of ['23505', '23503', '42P01', '42703', '22012', '0A000', '54000', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_ERROR', 'SQLITE_TOOBIG'])
    expect(troubleOf(query(coded(c)))).toBeNull()
  expect(troubleOf(query(new TypeError('not a function')))).toBeNull()
  expect(troubleOf(new Error('a plain mistake'))).toBeNull()
  expect(isDatabaseAway(coded('ECONNREFUSED'))).toBe(false)
})

it('what is logged names the cause and never the statement or its values', () => {
  expect(causeOf(query(coded('57P01', 'terminating connection due to administrator command')))).toBe('57P01 terminating connection due to administrator command')
  expect(causeOf(query(coded('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432')))).toBe('connect ECONNREFUSED 127.0.0.1:5432')
  expect(causeOf('a string')).toBe('a string')
})
