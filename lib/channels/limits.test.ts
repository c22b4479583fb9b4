import { describe, expect, it } from 'vitest'
import { tooLarge } from './limits'

const MB = 1024 * 1024
const file = (mb: number, type = 'application/pdf') => ({ name: `${mb}`, type, size: mb * MB })

describe('what a channel does not take', () => {
  it('is a file larger than its kind may be there', () => {
    expect(tooLarge('sms', [file(5), file(6)])).toEqual({ file: file(6), max: 5 * MB })
    expect(tooLarge('instagram', [file(9, 'video/mp4')])).toBeNull()
    expect(tooLarge('instagram', [file(9, 'image/png')])?.max).toBe(8 * MB)
    expect(tooLarge('webchat', [file(25)])).toBeNull()
  })
  it('is, in a mail, what makes all of them too large together', () => {
    expect(tooLarge('email', [file(10), file(10)])).toBeNull()
    expect(tooLarge('email', [file(10), file(8), file(3)])?.file).toEqual(file(3))
  })
})
