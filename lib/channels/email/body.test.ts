import { describe, expect, it } from 'vitest'
import { unflow } from './flowed'
import { parseMail } from './parse'

const mail = (...lines: string[]) => parseMail(Buffer.from(lines.join('\r\n'), 'latin1'))
const head = ['From: Ann <ann@x.test>', 'Subject: Printer']
const mixed = (...parts: string[][]) => mail(...head, 'Content-Type: multipart/mixed; boundary=b', '', ...parts.flatMap((p) => ['--b', ...p]), '--b--')
const words = ['Content-Type: text/plain', '', 'See the log']
const names = (m: Awaited<ReturnType<typeof mail>>) => m.files.map((f) => f.name)

describe('flowed text', () => {
  it.each([
    ['> Hi \nHello', '> Hi\nHello'],
    ['> Hi \n> there\nHello', '> Hi there\nHello'],
    ['> Hi \n>> deeper \n>> still\n> back', '> Hi\n>> deeper still\n> back'],
    ['> > a \n> > b \nmine', '>> a b\nmine'],
    ['Hello \nworld\n-- \nAnn', 'Hello world\n-- \nAnn'],
    ['Hello \n-- \nAnn', 'Hello\n-- \nAnn'],
    ['Hello \n\nworld', 'Hello\n\nworld'],
    [' From here \nto there', 'From here to there'],
    ['One \n  two', 'One  two'],
    ['>\n> a', '>\n> a'],
  ])('%j', (raw, said) => {
    expect(unflow(raw).replace(/ +$/gm, (s, at: number, all: string) => (all.slice(at - 2, at) === '--' ? s : ''))).toBe(said)
  })

  it('without the spaces at which it was broken, where the mail says so', async () => {
    const m = await mail(...head, 'Content-Type: text/plain; format=Flowed; DelSp=Yes', '', 'Donau \r\ndampf \r\nschiff', '> Hi \r\nHello')
    expect(m.text).toBe('Donaudampfschiff\n> Hi\nHello')
    expect((await mail(...head, 'Content-Type: text/plain; format=flowed', 'Content-Transfer-Encoding: quoted-printable', '', '> Hi=20\r\nHello')).text).toMatch(
      /^> Hi *\nHello$/,
    )
    expect((await mail(...head, 'Content-Type: text/plain', '', 'Hi \r\nHello')).text).toBe('Hi \nHello')
  })
})

describe('files', () => {
  it.each([
    ['router.log', ['Content-Type: text/plain; name="router.log"']],
    ['notes.txt', ['Content-Type: text/plain', 'Content-Disposition: inline; filename=notes.txt']],
    ['invoice.html', ['Content-Type: text/html; name=invoice.html', 'Content-Disposition: inline']],
    ['invoice.html', ['Content-Type: text/html; charset=utf-8; name="invoice.html"']],
    ['data.csv', ['Content-Type: text/csv; name=data.csv']],
    ['patch.diff', ['Content-Disposition: inline; filename="patch.diff"']],
    ['readme.md', ['Content-Type: text/markdown', 'Content-Disposition: inline; filename=readme.md']],
  ])('a named text is one: %s', async (name, headers) => {
    const m = await mixed(words, [...headers, '', 'line 1', 'line 2'])
    expect([m.text, names(m), Buffer.from(m.files[0]?.bytes ?? []).toString()]).toEqual(['See the log', [name], 'line 1\r\nline 2'])
    expect(m.html).toBeNull()
  })

  it('a mail of one named text is read, and so are the two ways to say the same', async () => {
    expect(await mail(...head, 'Content-Type: text/plain; name="body.txt"', '', 'It smokes')).toMatchObject({ text: 'It smokes', files: [] })
    const both = await mail(
      ...head,
      'Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\n\r\nIt smokes',
      '--b\r\nContent-Type: text/html; name=a.html\r\n\r\n<p>It <b>smokes</b></p>\r\n--b--',
    )
    expect(both).toMatchObject({ text: 'It smokes', html: '<p>It <b>smokes</b></p>', files: [] })
    const alone = await mixed(['Content-Type: text/plain; name=notes.txt', '', 'It smokes'], ['Content-Type: application/pdf; name=a.pdf', '', 'x'])
    expect([alone.text, names(alone)]).toEqual(['It smokes', ['notes.txt', 'a.pdf']])
  })

  it('an attached mail is called by what it is about', async () => {
    const inner = (subject: string) => ['Content-Type: message/rfc822', '', 'From: Bob <bob@x.test>', ...(subject ? [`Subject: ${subject}`] : []), '', 'Inner']
    expect(names(await mixed(words, inner('Offer 12/3'), inner('=?utf-8?Q?=C3=9Cberweisung?='), inner('')))).toEqual([
      'Offer 12-3.eml',
      'Überweisung.eml',
      expect.stringMatching(/\.eml$/),
    ])
  })

  it('those in the words are taken out of them (uuencode)', async () => {
    const uu = ['begin 644 hello.txt', "+2&5L;&\\L('=O<FQD", '`', 'end']
    const m = await mail(...head, '', 'See below', '', ...uu, '', 'Bye')
    expect([m.text.replace(/\n+/g, '\n'), names(m), Buffer.from(m.files[0]?.bytes ?? []).toString()]).toEqual(['See below\nBye', ['hello.txt'], 'Hello, worl'])
    const part = await mixed(words, ['Content-Type: application/octet-stream; name=hello.txt', 'Content-Transfer-Encoding: x-uuencode', '', ...uu])
    expect(Buffer.from(part.files[0]?.bytes ?? []).toString()).toBe('Hello, worl')
    const none = await mail(...head, '', 'begin 644 of them', 'and go on', 'end')
    expect([none.text, none.files]).toEqual(['begin 644 of them\nand go on\nend', []])
  })

  it('every one is counted, also those that are too many', async () => {
    const m = await mixed(words, ...Array.from({ length: 250 }, (_, i) => [`Content-Type: application/pdf; name=f${i}.pdf`, '', 'x']))
    expect([m.files.length, m.leftOut.length]).toEqual([100, 150])
  })

  it('words that begin right below the fields are words', async () => {
    expect((await parseMail(Buffer.from('From: ann@x.test\r\nSubject: Hi\r\nHello there\r\nit smokes\r\n'))).text).toBe('Hello there\nit smokes')
    expect((await mixed(['Content-Type: text/plain', 'Hi people!', '', 'It smokes'])).text).toBe('Hi people!\n\nIt smokes')
    const indented = await mixed(['Content-Type: text/plain;', 'charset=windows-1251', 'Content-Transfer-Encoding: quoted-printable', '', '=CF=F0=E8'])
    expect(indented.text).toMatch(/^При$|^ÏðÈ$|^Ïðè$/i)
    // A line of junk in the midst of a header is none of its words.
    expect((await parseMail(Buffer.from('From: ann@x.test\r\n*** gate ***\r\nSubject: Hi\r\n\r\nHello'))).text).toBe('Hello')
  })

  it('one of 0 bytes is named, however it is encoded; a part without name and bytes is nothing', async () => {
    const empty = (name: string, encoding: string) => [
      'Content-Type: application/pdf',
      `Content-Disposition: attachment; filename="${name}"`,
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      '',
    ]
    const m = await mixed(
      words,
      empty('a.pdf', 'base64'),
      empty('b.pdf', '7bit'),
      ['Content-Type: text/plain; name=notes.txt', '', ''],
      ['Content-Type: application/pdf', '', ''],
    )
    expect([m.files, m.emptyFiles]).toEqual([[], ['a.pdf', 'b.pdf', 'notes.txt']])
    const alone = await mail(...head, 'Content-Type: application/pdf; name="=?utf-8?Q?caf=C3=A9.pdf?="', '', '')
    expect([alone.text, alone.files, alone.emptyFiles]).toEqual(['(no text)', [], ['café.pdf']])
  })

  it('parts are found without a boundary, without an end and without an empty line', async () => {
    const parts = ['--q', 'Content-Type: text/plain', '', 'It smokes', '--q', 'Content-Type: application/pdf; name=a.pdf', '', 'x', '--q--']
    expect(await mail(...head, 'Content-Type: multipart/mixed', '', ...parts)).toMatchObject({ text: 'It smokes', files: [{ name: 'a.pdf' }] })
    expect(await mail(...head, 'Content-Type: multipart/mixed; boundary="q"', ...parts)).toMatchObject({ text: 'It smokes', files: [{ name: 'a.pdf' }] })
    expect((await mail(...head, 'Content-Type: multipart/mixed; boundary=q', '', ...parts.slice(0, 4))).text).toBe('It smokes')
    expect((await mail(...head, 'Content-Type: text', '', 'It smokes')).text).toBe('It smokes')
    const deep = await mail(
      ...head,
      ...Array.from({ length: 3 }, (_, i) => ['Content-Type: multipart/mixed; boundary=a'.padEnd(41 + i, 'a'), '', `--a${'a'.repeat(i)}`]).flat(),
      'Content-Type: text/plain',
      '',
      'It smokes',
    )
    expect(deep.text).toBe('It smokes')
  })

  it('base64 that was joined from pieces, and quoted-printable with spaces at the ends of lines', async () => {
    const joined = ['SXQg', 'c21va2U=', 'cw=='].join('\r\n')
    expect((await mail(...head, 'Content-Transfer-Encoding: base64', '', joined)).text).toBe('It smokes')
    expect((await mail(...head, 'Content-Transfer-Encoding: quoted-printable', '', 'It =  \r\nsmokes =3D=\r\n=3d 100=% =')).text).toBe('It smokes == 100=%')
  })
})
