import { describe, expect, it } from 'vitest'
import { fromForm, parseBody } from './body'

const form = (text: string) => JSON.parse(JSON.stringify(fromForm(new URLSearchParams(text))))

describe('a form', () => {
  it.each([
    ['a=1&b[]=2&b[]=3', { a: '1', b: ['2', '3'] }],
    ['a=1&a=2', { a: ['1', '2'] }],
    [
      'template[id]=hello&template[language_code]=en&template[parameters][]=x&template[parameters][]=y',
      { template: { id: 'hello', language_code: 'en', parameters: ['x', 'y'] } },
    ],
    // As PHP's http_build_query writes lists.
    ['template[parameters][0]=x&template[parameters][1]=y&ids[0]=7', { template: { parameters: ['x', 'y'] }, ids: ['7'] }],
    [
      'items[][id]=1&items[][name]=a&items[][id]=2&items[][name]=b',
      {
        items: [
          { id: '1', name: 'a' },
          { id: '2', name: 'b' },
        ],
      },
    ],
    ['items[0][id]=1&items[1][id]=2', { items: [{ id: '1' }, { id: '2' }] }],
    ['a[b][c][d]=1', { a: { b: { c: { d: '1' } } } }],
    ['a[1]=x&a[3]=y', { a: { 1: 'x', 3: 'y' } }],
    ['a=1&a[b]=2', { a: { b: '2' } }],
    ['a[b]=2&a=1', { a: '1' }],
    ['[a]=1&a[b=2&a]=3', { '[a]': '1', 'a[b': '2', 'a]': '3' }],
    ['__proto__[x]=1&constructor[prototype][y]=2', JSON.parse('{"__proto__":{"x":"1"},"constructor":{"prototype":{"y":"2"}}}')],
  ])('%s', (text, value) => {
    expect(form(text)).toEqual(value)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('is as flat as its keys are too deep', () => {
    const key = `a${'[b]'.repeat(1000)}`
    expect(form(`${key}=1`)).toEqual({ [key]: '1' })
  })

  it('is read the same as multipart', async () => {
    const text = '--x\r\nContent-Disposition: form-data; name="template[parameters][]"\r\n\r\ny\r\n--x--\r\n'
    expect(JSON.parse(JSON.stringify(await parseBody(text, 'multipart/form-data; boundary=x')))).toEqual({ template: { parameters: ['y'] } })
  })
})
