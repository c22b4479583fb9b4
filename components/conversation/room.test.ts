import { describe, expect, it } from 'vitest'
import { roomOf } from './room'

describe('the room in a message', () => {
  it('is counted as each channel counts', () => {
    expect(roomOf('whatsapp', 'x'.repeat(4097))).toMatchObject({ left: -1, pieces: 2 })
    expect(roomOf('messenger', 'ñ'.repeat(1000))).toMatchObject({ left: 1000, pieces: 1 })
    expect(roomOf('instagram', 'ñ'.repeat(501))).toMatchObject({ left: -2, pieces: 2 })
    expect(roomOf('telegram', 'x').segments).toBeUndefined()
  })

  it.each([
    ['x'.repeat(160), 1, false],
    ['x'.repeat(161), 2, false],
    ['x'.repeat(307), 3, false],
    ['€'.repeat(80), 1, false],
    ['€'.repeat(81), 2, false],
    ['ñ'.repeat(160), 1, false],
    ['á', 1, true],
    ['ж'.repeat(70), 1, true],
    ['ж'.repeat(71), 2, true],
    [`${'x'.repeat(69)}👍`, 2, true],
  ])('of a text message is billed in segments', (text, count, isUnicode) => {
    expect(roomOf('sms', text).segments).toEqual({ count, isUnicode })
  })
})
