import { describe, expect, it } from 'vitest'
import { linkify } from './linkify'

const links = (s: string) => linkify(s).flatMap((p) => (p.href ? [p.href] : []))

describe('linkify', () => {
  it('keeps the text whole', () => {
    for (const s of ['', 'no links', 'see https://a.test/x, or (www.b.test/(y)).', 'a@b.test!', '¡hola! http://ñ.test/á?x=1#y 🙂 end'])
      expect(
        linkify(s)
          .map((p) => p.text)
          .join(''),
      ).toBe(s)
  })
  it('finds web addresses and email, without the punctuation after them', () => {
    expect(links('see https://a.test/x, or (www.b.test/(y)). Ask eva@shop.test!')).toEqual(['https://a.test/x', 'https://www.b.test/(y)', 'mailto:eva@shop.test'])
  })
  it('leaves the brackets that a link opened, and those only', () => {
    expect(links('(http://a.test/(b)) [http://a.test/[c]] http://a.test/(d)). http://a.test/e]). http://a.test/f)x')).toEqual([
      'http://a.test/(b)',
      'http://a.test/[c]',
      'http://a.test/(d)',
      'http://a.test/e',
      'http://a.test/f)x',
    ])
  })
  it('makes no link of anything that could run or deceive', () => {
    expect(links('javascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd https://bank.test@evil.test/')).toEqual([])
    expect(links('<img src=x onerror=alert(1)> http://')).toEqual([])
  })
  it('is not slowed down by a wall of text', () => {
    const started = performance.now()
    linkify('a.'.repeat(50_000))
    linkify('@'.repeat(100_000))
    linkify('http://' + '('.repeat(90_000))
    for (const end of [')', ']', '*)', '.])']) linkify(`http://a.test/${end.repeat(1980 / end.length)} `.repeat(50))
    expect(performance.now() - started).toBeLessThan(500)
  })
})
