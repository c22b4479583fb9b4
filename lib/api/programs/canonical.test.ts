import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phpAgain } from '../testing/php'
import { canonicalJson } from './canonical'

describe('the canonical body', () => {
  it.each([
    ['an empty object is left out with its key', { meta: {}, id: 'm' }, '{"id":"m"}'],
    ['and what is empty without it', { a: { b: { c: {} } }, id: 1 }, '{"id":1}'],
    ['but in a list something keeps its place', { a: [{}, 1] }, '{"a":[null,1]}'],
    ['an empty list stays', { tags: [] }, '{"tags":[]}'],
    ['what is undefined is left out', { a: undefined, b: null }, '{"b":null}'],
    ['floats that are whole', { n: 1.0, zero: -0 }, '{"n":1,"zero":0}'],
    ['numbers beyond 2^53 are text', { n: 1e20, m: 2 ** 54 }, '{"m":"18014398509481984","n":"100000000000000000000"}'],
    ['numbers with an exponent are text', { a: 1e21, b: 1e-7, c: 0.00001, d: 0.0001, e: 0.1 }, '{"a":"1e+21","b":"1e-7","c":"0.00001","d":0.0001,"e":0.1}'],
    ['slashes are not escaped', { url: 'https://a.example/b' }, '{"url":"https://a.example/b"}'],
    ['letters beyond ASCII are, in lower case', { t: 'Grüße 😀 \u2028' }, '{"t":"Gr\\u00fc\\u00dfe \\ud83d\\ude00 \\u2028"}'],
    ['U+007F, which PHP and Python spell differently, is not there', { t: 'a\u007fb' }, '{"t":"ab"}'],
    ['an unpaired surrogate, which PHP cannot read, is replaced', { t: 'a\ud800b' }, '{"t":"a\\ufffdb"}'],
    ['keys that count from 0 are the list PHP makes of them', { meta: { 1: 'b', 0: 'a' } }, '{"meta":["a","b"]}'],
    ['keys of digits are sorted as text', { meta: { 9: 'a', 10: 'b', x: 1 } }, '{"meta":{"10":"b","9":"a","x":1}}'],
    ['keys are sorted by code point', { '😀': 1, '\ufffd': 2, b: 3, A: 4 }, '{"A":4,"b":3,"\\ufffd":2,"\\ud83d\\ude00":1}'],
  ])('%s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text)
    expect(phpAgain(text)).toBe(text)
  })

  it('of anything that JSON can say is what PHP makes of it again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
        const text = canonicalJson({ id: 1, data: value })
        expect(phpAgain(text)).toBe(text)
      }),
      { numRuns: 500 },
    )
  })
})
