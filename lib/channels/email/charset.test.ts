import { describe, expect, it } from 'vitest'
import { decode } from './charset'
import { parseMail } from './parse'

const bytes = (s: string) => Buffer.from(s, 'latin1')
const mail = (...lines: string[]) => parseMail(bytes(lines.join('\r\n')))

describe('charsets', () => {
  it.each(['windows-1252', 'iso-8859-1', 'us-ascii', 'latin1', 'cp1252', 'CP-1252', 'ISO_8859-1:1987', 'l1', 'ansi', '"Windows-1252"', 'x-cp1252', 'iso8859-1', ''])(
    'a mail in %s has its quotes, dashes and signs of money',
    async (charset) => {
      const said = 'It’s €5 – “done” …'
      const raw = 'It\x92s \x805 \x96 \x93done\x94 \x85'
      const qp = raw.replace(/[\x80-\xff]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`)
      const type = (t: string) => `Content-Type: text/${t}${charset ? `; charset=${charset}` : ''}`
      const head = ['From: Ann <ann@x.test>', 'Subject: x']
      expect((await mail(...head, type('plain'), '', raw)).text).toBe(said)
      expect((await mail(...head, type('plain'), 'Content-Transfer-Encoding: 8bit', '', raw)).text).toBe(said)
      expect((await mail(...head, type('plain'), 'Content-Transfer-Encoding: quoted-printable', '', qp)).text).toBe(said)
      expect((await mail(...head, type('plain'), 'Content-Transfer-Encoding: base64', '', bytes(raw).toString('base64'))).text).toBe(said)
      expect((await mail(...head, type('html'), '', `<p>${raw}</p>`)).text).toBe(said)
      const word = charset.replaceAll('"', '') || 'windows-1252'
      const m = await mail(`From: =?${word}?Q?${qp.replaceAll(' ', '_')}?= <ann@x.test>`, `Subject: =?${word}?B?${bytes(raw).toString('base64')}?=`, '', 'x')
      expect([m.from.name, m.subject]).toEqual([said, said])
    },
  )

  it('one bad byte ruins nothing around it', async () => {
    const utf8 = (s: string) => Buffer.from(s).toString('latin1')
    const m = await mail(
      `From: J\xfcrg <j@x.test>`,
      `To: ${utf8('Zoë')} <z@x.test>`,
      'Subject: =?gb2312?B?tPLTobv6?= \xe9',
      'Content-Type: text/plain; charset=utf-8',
      '',
      `${utf8('Žluťoučký кот 打印机')} It\x92s`,
    )
    expect(m).toMatchObject({ from: { name: 'Jürg' }, to: [{ name: 'Zoë' }], text: 'Žluťoučký кот 打印机 It’s' })
    expect(m.subject).toMatch(/^打印机 /)
  })

  it.each([
    ['koi8-r', '\xf0\xd2\xc9\xd7\xc5\xd4', 'Привет'],
    ['gb2312', '\xb4\xf2\xd3\xa1\xbb\xfa', '打印机'],
    ['windows-1251', '\xcf\xf0\xe8\xe2\xe5\xf2', 'Привет'],
    ['iso-8859-2', '\xae\xe1ba', 'Žába'],
    ['shift_jis', '\x83\x76\x83\x8a\x83\x93\x83\x5e', 'プリンタ'],
    ['euc-kr', '\xc7\xc1\xb8\xb0\xc5\xcd', '프린터'],
    ['windows-1252', 'J\xfcrg \x80', 'Jürg €'],
    ['hz-gb-2312', '~{4rS!~}', '打印'],
    ['HZ', '~{4rS!~}', '打印'],
    ['iso-2022-kr', '\x1b$)C\x0eGA80EM\x0f', '프린터'],
    ['csISO2022KR', '\x1b$)C\x0eGA80EM\x0f', '프린터'],
    ['iso-2022-cn', '\x1b$)A\x0e4rS!\x0f', '打印'],
    ['x-sjis', '\x83\x76\x83\x8a\x83\x93\x83\x5e', 'プリンタ'],
    ['ks_c_5601-1987', '\xc7\xc1\xb8\xb0\xc5\xcd', '프린터'],
    ['iso-8859-8-i', '\xf9\xec\xe5\xed', 'שלום'],
    ['x-mac-roman', 'caf\x8e', 'café'],
    ['windows-874', '\xca\xc7\xd1\xca', 'สวัส'],
    ['big5-hkscs', '\xa4\xa4\xa4\xe5', '中文'],
    ['x-gbk', '\xb4\xf2\xd3\xa1\xbb\xfa', '打印机'],
    ['x-mac-ce', '\xeb\x87ba', 'Žába'],
  ])('raw bytes in a header are read as the body says it is written (%s)', async (charset, raw, said) => {
    const type = `Content-Type: text/plain; charset=${charset}`
    expect(await mail(`From: ${raw} <a@x.test>`, `Subject: ${raw}`, type, '', raw)).toMatchObject({ from: { name: said }, subject: said, text: said })
    // A word with raw bytes in it, and a body that declares nothing beside words that do.
    expect((await mail('From: a@x.test', `Subject: =?${charset}?Q?${raw}?=`, '', 'x')).subject).toBe(said)
    expect((await mail('From: a@x.test', `Subject: =?${charset}?B?${bytes(raw).toString('base64')}?=`, 'Content-Type: text/plain', '', raw)).text).toBe(said)
    // Names of files, raw, as words and as RFC 2231 has them.
    const percent = [...bytes(raw)].map((b) => `%${b.toString(16).padStart(2, '0')}`).join('')
    for (const name of [
      `filename="${raw}.pdf"`,
      `filename="=?${charset}?B?${bytes(raw).toString('base64')}?=.pdf"`,
      `filename*=${charset}''${percent}.pdf`,
      `filename=${raw}.pdf`,
    ]) {
      const m = await mail(
        'From: a@x.test',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        type,
        '',
        raw,
        '--b',
        'Content-Type: application/pdf',
        `Content-Disposition: attachment; ${name}`,
        '',
        'x',
        '--b--',
      )
      expect(m.files[0]?.name, name).toBe(`${said}.pdf`)
    }
  })

  it('reads utf-7, what is UTF-8 under a false name, and old code pages', async () => {
    const text = async (charset: string, body: string) => (await mail('From: a@x.test', `Content-Type: text/plain; charset=${charset}`, '', body)).text
    const utf8 = Buffer.from('Grüße 打').toString('latin1')
    expect(await text('utf-7', 'Gr+APwA3w-e +IKw-5')).toBe('Grüße €5')
    expect(await text('unicode-1-1-utf-7', 'Hi Mom +Jjo-!')).toBe('Hi Mom ☺!')
    for (const charset of ['us-ascii', 'x-unknown', 'unknown-8bit', 'klingon', '7bit', 'utf8mb4', '"utf-8', 'gb2312'])
      expect(await text(charset, utf8), charset).toBe('Grüße 打')
    expect(await text('ibm850', 'Gr\x81\xe1e')).toBe('Grüße')
    expect(await text('cp437', 'Gr\x81\xe1e')).toBe('Grüße')
    expect(await text('cp936', '\xb4\xf2')).toBe('打')
    expect(await text('iso-2022-jp', '\x1b$B%W%j%s%?\x1b(B ok')).toBe('プリンタ ok')
    expect(await mail('From: \x1b$B%W%j%s%?\x1b(B <a@x.test>', 'Subject: \x1b$B%W%j%s%?\x1b(B', '', '\x1b$B%W%j%s%?\x1b(B')).toMatchObject({
      from: { name: 'プリンタ' },
      subject: 'プリンタ',
      text: 'プリンタ',
    })
    expect((await mail('From: a@x.test', 'Subject: =?utf-7?Q?Gr+APwA3w-e?=', '', 'x')).subject).toBe('Grüße')
    expect((await mail('From: a@x.test', 'Content-Type: text/html', '', '<html><head><meta charset="koi8-r"></head><p>\xf0\xd2\xc9\xd7\xc5\xd4')).text).toBe('Привет')
  })

  it('reads what shifts between ASCII and letters of two bytes, line by line', async () => {
    const text = async (charset: string, body: string) => (await mail('From: a@x.test', `Content-Type: text/plain; charset=${charset}`, '', body)).text
    expect(await text('hz-gb-2312', 'a ~~ ~{<:Ky2;~} b ~\r\nc ~{<:\r\nplain ~{Ky~}')).toBe('a ~ 己所不 b c 己\nplain 所')
    expect(await text('iso-2022-kr', '\x1b$)C\x0e0!3*\x0f ok\r\n\x0e0!\r\nplain')).toBe('가나 ok\n가\nplain')
    expect(await text('iso-2022-cn', '\x1b$)A\x0e<:\x1b$)G!!\x1b$)AKy\x0f ok')).toBe('己\ufffd所 ok')
    expect((await mail('From: a@x.test', 'Subject: x', '', '\x1b$)C\x0e0!3*\x0f ok')).text).toBe('가나 ok')
    // Broken: an end in the middle of a letter, shifts of nothing, and a mail that only looks like it.
    for (const end of ['~{<', '~{', '~', '~{~}', '\x1b$', '\x0e0']) expect(await text('hz-gb-2312', `ok ${end}`)).toMatch(/^ok/)
    for (const charset of ['iso-2022-jp', 'csISO2022JP', 'utf-7']) expect(await text(charset, 'Gr\xfc\xdfe'), charset).toBe('Grüße')
    expect(await text('iso-2022-kr', '\xc7\xc1\xb8\xb0')).toBe('프린')
    expect(await text('us-ascii', 'cd ~{old}')).toBe('cd ~{old}')
    const word = (s: string) => `=?iso-2022-kr?B?${bytes(s).toString('base64')}?=`
    expect((await mail('From: a@x.test', `Subject: ${word('\x1b$)C\x0e0!\x0f')}\r\n ${word('\x0e3*\x0f')}`, '', 'x')).subject).toBe('가나')
  })

  it.each([
    ['utf-16', 'be', false],
    ['utf-16', 'be', true],
    ['utf-16', 'le', false],
    ['utf-16le', 'be', true],
    ['utf-16be', 'be', false],
    ['unicodeFFFE', 'be', false],
    ['ucs-2', 'le', true],
  ])('%s in %s order, with a mark: %s', async (charset, order, hasMark) => {
    const le = Buffer.from(`${hasMark ? '\ufeff' : ''}Grüße, 打印机`, 'utf16le')
    const raw = order === 'le' ? le : le.swap16()
    const m = await mail('From: a@x.test', `Content-Type: text/plain; charset="${charset}"`, 'Content-Transfer-Encoding: base64', '', raw.toString('base64'))
    expect(m.text).toBe('Grüße, 打印机')
  })

  it('labels that carry more than a name, and names of vendors', async () => {
    const text = async (charset: string, body: string) => (await mail('From: a@x.test', `Content-Type: text/plain; charset=${charset}`, '', body)).text
    for (const charset of [
      '"ISO 8859-2"',
      '"iso-8859-2 (Latin 2)"',
      "'iso-8859-2'",
      '8859_2',
      'csISOLatin2',
      'x-iso-8859-2',
      '28592',
      '"charset=iso-8859-2"',
      'cs_CZ.ISO8859-2',
    ])
      expect(await text(charset, '\xae\xe1ba'), charset).toBe('Žába')
    for (const charset of ['Windows-31J', 'cp943', 'shift_jis-2004', 'MS_Kanji', 'x-ms-cp932']) expect(await text(charset, '\x83\x76\x83\x8a'), charset).toBe('プリ')
    for (const charset of ['constructor', '__proto__', 'hex', 'base64', 'internal', '_internal', '%%charset%%', 'x-', 'cs'])
      expect(await text(charset, 'Gr\xfc\xdfe'), charset).toBe('Grüße')
  })

  it('joins letters that are split between words, and keeps apart words that begin anew', async () => {
    const b64 = Buffer.from('打印机')
    const halves = [b64.subarray(0, 4), b64.subarray(4)].map((b) => `=?utf-8?B?${b.toString('base64')}?=`)
    expect((await mail('From: a@x.test', `Subject: ${halves.join('\r\n ')}`, '', 'x')).subject).toBe('打印机')
    expect((await mail('From: a@x.test', 'Subject: =?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=\r\n =?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=', '', 'x')).subject).toBe('テストテスト')
    expect((await mail('From: a@x.test', 'Subject: =?utf-8?Q?What?_really?= ok =?us-ascii*en?Q?yes?=', '', 'x')).subject).toBe('What? really ok yes')
  })

  it('is linear: a body of nothing but bad bytes is read as quickly as any', () => {
    for (const piece of ['\xff', '\xc3', '\xe2\x82', 'a\xff', '\xc3\xa9\xff'])
      expect(decode(bytes(piece.repeat(2_000_000 / piece.length)), 'utf-8').length).toBeGreaterThan(100_000)
  })
})
