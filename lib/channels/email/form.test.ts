import { expect, it } from 'vitest'
import { fieldsOf, textOf } from './form'

const TYPE = 'multipart/form-data; boundary=b'

it('reads what providers post, also what is empty', () => {
  const raw =
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n--b\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\nin\r\n\r\nit\r\n--b--\r\n'
  const fields = fieldsOf(Buffer.from(raw), TYPE)
  expect(fields.map((f) => [f.name, Buffer.from(f.bytes).toString(), f.fileName, f.type])).toEqual([
    ['a', 'one', undefined, undefined],
    ['empty', '', undefined, undefined],
    ['file', 'in\r\n\r\nit', 'x.txt', 'text/plain'],
  ])
  expect(textOf(fields, 'a')).toBe('one')
})

it('is done in time with a form of nothing but marks, which anybody may post before it is known who posts', () => {
  const begun = performance.now()
  for (const piece of ['--b\r\n', '\r\n--b', '--b\r\nX: y\r\n\r\n', '--b\r\ncontent-disposition: form-data; name="a"\r\n'])
    expect(fieldsOf(Buffer.from(`--b\r\n${piece.repeat(4_000_000 / piece.length)}\r\n--b--`), TYPE).length).toBeLessThanOrEqual(500)
  expect(performance.now() - begun).toBeLessThan(3_000)
})
