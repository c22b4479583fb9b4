import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeParser, type StreamMessage } from './sse'

const TEXT = ': hb\n\nevent: change\nid: 12\ndata: {"seq":12}\n\nevent: reset\nid: 40\ndata: {}\n\n'

describe('makeParser', () => {
  it('gives the same messages however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), (cuts) => {
        const got: StreamMessage[] = []
        const parse = makeParser((m) => got.push(m))
        let at = 0
        for (let i = 0; at < TEXT.length; i++) parse(TEXT.slice(at, (at += cuts[i % cuts.length] ?? 1)))
        expect(got.map((m) => [m.event, m.id, m.data])).toEqual([
          ['', null, ''],
          ['change', '12', '{"seq":12}'],
          ['reset', '40', '{}'],
        ])
      }),
    )
  })
})
