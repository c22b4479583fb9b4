import { describe, expect, it } from 'vitest'
import { parseForm, parseMultipart } from './form'
import { parseJson, TooDeep, TooMany } from './json'

async function* once(text: string) {
  yield Buffer.from(text)
}
const TYPE = 'multipart/form-data; boundary=xx'
const part = (name: string, value: string) => `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

describe('JSON from outside', () => {
  it('is what JSON.parse makes of it, whatever stands in its strings', () => {
    for (const v of [{ a: '[[[[,,,,::::' }, [1, { 'b,:[': ['\\', '\\"', '"[', '\\\\"{'] }], 'x', null, 1, [], {}, '\\', '"']) {
      expect(parseJson(JSON.stringify(v), { marks: 20, depth: 3 })).toEqual(v)
    }
    for (const wrong of ['', '{', '"', '"\\', '{"a":"\\"}', ']]]]', 'undefined']) expect(() => parseJson(wrong), wrong).toThrow(SyntaxError)
  })

  it('is refused before it is parsed when it holds too much', () => {
    const keys = `{${Array.from({ length: 50_000 }, (_, i) => `"k${i}":1`).join(',')}}`
    for (const many of [keys, `[${'{},'.repeat(50_000)}1]`, `[${'1,'.repeat(50_000)}1]`, `["\\\\",${'"",'.repeat(50_000)}1]`])
      expect(() => parseJson(many)).toThrow(TooMany)
    for (const deep of ['['.repeat(1_000_000), `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, `${'['.repeat(33)}${']'.repeat(33)}`])
      expect(() => parseJson(deep)).toThrow(TooDeep)
    expect(parseJson(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeTruthy()
  })
})

describe('a form from outside', () => {
  it('is what the platform makes of it', () => {
    const forms = [
      '',
      '&',
      'a=1&b=2',
      'a',
      '=x',
      '=',
      'a=b=c',
      'a=%zz&b=%4',
      'a=%',
      '%E4%BD%A0=%e4%bd%a0+x',
      'a=+%2B+',
      'a=%ff%fe',
      'é=ü&a=👍',
      'a=1&&&b=',
      '+=+',
      '%41%',
      'a=\u0000',
    ]
    for (const form of forms) expect(parseForm(form), form).toEqual([...new URLSearchParams(form)])
  })

  it('is refused when it has too many fields, empty ones too', () => {
    for (const many of ['a=&'.repeat(30_000), '&'.repeat(30_000), 'a[]=1&'.repeat(1001)]) expect(() => parseForm(many)).toThrow(TooMany)
    expect(parseForm('a=&'.repeat(1000))).toHaveLength(1000)
  })

  it('of parts gives fields and files, and is refused when it has too many', async () => {
    const file = '--xx\r\nContent-Disposition: form-data; name="file"; filename="ü.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n'
    expect(await parseMultipart(once(`${part('a', '1')}${file}${part('b', 'ü')}--xx--\r\n`), TYPE, 1)).toEqual({
      fields: [
        ['a', '1'],
        ['b', 'ü'],
      ],
      files: [{ field: 'file', name: 'ü.txt', type: 'text/plain', bytes: Buffer.from('hello') }],
    })
    await expect(parseMultipart(once(`${part('a', '').repeat(2000)}--xx--\r\n`), TYPE, 0)).rejects.toThrow(TooMany)
    for (const [body, type] of [
      ['nothing of the kind', TYPE],
      [part('a', '1'), TYPE],
      [part('a', '1'), 'multipart/form-data'],
      [`--xx\r\n${'X: y\r\n'.repeat(100_000)}`, TYPE],
    ] as const)
      await expect(parseMultipart(once(body), type, 1), body.slice(0, 20)).rejects.toThrow()
  })
})
