import { describe, expect, it } from 'vitest'
import { peopleIn } from './addresses'
import { parseMail } from './parse'

const sender = async (from: string) => (await parseMail(Buffer.from(`From: ${from}\r\nSubject: x\r\n\r\nHello`, 'latin1'))).from

describe('who wrote', () => {
  it.each([
    ['=?iso-8859-1?Q?M=FCller,_Anna?= <a@x.test>', 'Müller, Anna'],
    ['=?utf-8?B?TcO8bGxlciwgQW5uYQ==?= <a@x.test>', 'Müller, Anna'],
    ['"=?iso-8859-1?Q?M=FCller,_Anna?=" <a@x.test>', 'Müller, Anna'],
    ['=?utf-8?Q?M=C3=BCller=3B?= =?utf-8?Q?_Anna?= <a@x.test>', 'Müller; Anna'],
    ['Moss, Anna <a@x.test>', 'Moss, Anna'],
    ['Moss; Anna <a@x.test>', 'Moss; Anna'],
    ['Moss, Anna, Dr. <a@x.test>', 'Moss, Anna, Dr.'],
    ['"Moss, Anna" <a@x.test>', 'Moss, Anna'],
    ['"Moss", "Anna" <a@x.test>', 'Moss, Anna'],
    ['"Moss, \\"Annie\\" Anna" <a@x.test>', 'Moss, "Annie" Anna'],
    ['Moss, Anna (Acme, Inc.) <a@x.test>', 'Moss, Anna'],
    ['Acme, Inc. @ Berlin <a@x.test>', 'Acme, Inc. @ Berlin'],
    ['anna@home, Inc. <a@x.test>', 'Inc.'],
    ['Anna Moss a@x.test', 'Anna Moss'],
    ['a@x.test (Moss, Anna)', 'Moss, Anna'],
    ['<a@x.test>', ''],
    ['<A@X.test', ''],
    ['Anna <mailto:a@x.test>', 'Anna'],
    ['Anna Moss <a@x.test>, Ben <b@x.test>', 'Anna Moss'],
    ['"b@evil.test" <a@x.test>', 'b@evil.test'],
    ['"a@x.test" <a@x.test>', ''],
    ["'Anna Moss' <a@x.test>", 'Anna Moss'],
    ['Support: Anna <a@x.test>', 'Support: Anna'],
    ['=?utf-8?Q?Anna_Moss_=3Ca=40x.test=3E?=', 'Anna Moss'],
    ['M\xfcller, Anna <a@x.test>', 'Müller, Anna'],
    ['M\xc3\xbcller, Anna <a@x.test>', 'Müller, Anna'],
    ['Anna Moss [a@x.test]', 'Anna Moss'],
    ['Anna Moss <<a@x.test>>', 'Anna Moss'],
    ['Anna Moss < a@x.test >', 'Anna Moss'],
    ['Undisclosed:;, Anna Moss <a@x.test>', 'Anna Moss'],
    ['Team: Anna Moss <a@x.test>, b@x.test;', 'Anna Moss'],
    ['Anna [Acme] Moss <a@x.test>', 'Anna [Acme] Moss'],
    ['=?utf-8?Q?Moss=2C?= Anna <a@x.test>', 'Moss, Anna'],
    ['Anna\r\n Moss,\r\n Dr. <a@x.test>', 'Anna Moss, Dr.'],
  ])('%s', async (from, name) => {
    expect(await sender(from)).toEqual({ address: 'a@x.test', name })
  })

  it.each([
    ['"ann moss"@x.test', '"ann moss"@x.test'],
    ['Ann <"ann moss"@x.test>', '"ann moss"@x.test'],
    ['"ann.moss"@x.test', 'ann.moss@x.test'],
    ['Ann <"ann.moss"@x.test>', 'ann.moss@x.test'],
    ['Ann < ann @ x.test >', 'ann@x.test'],
    ['<Ann Moss ann@x.test>', 'ann@x.test'],
  ])('is never somebody else whose address only looks like it: %s', async (from, address) => {
    expect((await sender(from)).address).toBe(address)
  })

  it('is nobody where no address is, by whatever name', async () => {
    for (const from of ['Anna', 'Moss, Anna', '', '<>', 'Anna <>', '=?utf-8?B?YUB4LnRlc3Q=?=', '"a@x.test"', 'undisclosed-recipients:;'])
      expect((await sender(from)).address, from).toBe('unknown-sender@invalid')
    expect((await sender('Moss, Anna')).name).toBe('Moss, Anna')
  })

  it('lists of people, in groups and without quotes', () => {
    const of = (s: string) => peopleIn(s).people.map((p) => `${p.name}|${p.address}`)
    expect(of('Moss, Anna <a@x.test>, b@x.test; Lee, Bo <c@x.test>')).toEqual(['Moss, Anna|a@x.test', '|b@x.test', 'Lee, Bo|c@x.test'])
    expect(of('Team: a@x.test, Bo <b@x.test>;, c@x.test')).toEqual(['|a@x.test', 'Bo|b@x.test', '|c@x.test'])
    expect(of('undisclosed-recipients:;')).toEqual([])
    expect(of('<a@x.test> <b@x.test>')).toEqual(['|a@x.test', '|b@x.test'])
    expect(of('Anna <a@x.test, Bo <b@x.test>')).toEqual(['Anna|a@x.test', 'Bo|b@x.test'])
  })

  it('is found in time in whatever is long', () => {
    for (const piece of ['<', '(', '"', '@', 'a@', ', ', '=?utf-8?Q?', '=?a?B?x?= ', '\\', 'a ', 'a@b,', '>', ':;'])
      expect(peopleIn(piece.repeat(200_000 / piece.length)).people.length).toBeLessThanOrEqual(500)
  })
})
