import { describe, expect, it } from 'vitest'
import { fromLocalInput, snoozePresets, toLocalInput } from './snooze-presets'

const utc = (s: string) => Date.parse(`${s}Z`)
const shown = (now: string, zone: string) => snoozePresets(utc(now), zone).map((p) => `${p.id} ${new Date(p.at).toISOString().slice(0, 16)}`)

describe('snoozePresets', () => {
  it('offers the usual moments on a Tuesday', () => {
    expect(shown('2026-11-17T14:20', 'UTC')).toEqual([
      'later 2026-11-17T17:20',
      'tomorrow 2026-11-18T08:00',
      'weekend 2026-11-21T10:00',
      'monday 2026-11-23T08:00',
      'week 2026-11-24T08:00',
    ])
  })
  it('follows the wall of the person, across a change of summer time', () => {
    // Madrid leaves summer time on Sunday 25 October 2026.
    expect(shown('2026-10-23T21:30', 'Europe/Madrid')).toEqual([
      'later 2026-10-24T00:30',
      'tomorrow 2026-10-24T06:00',
      'monday 2026-10-26T07:00',
      'week 2026-10-30T07:00',
    ])
    expect(shown('2026-11-17T14:20', 'Asia/Kathmandu')[1]).toBe('tomorrow 2026-11-18T02:15')
  })
  it('says no moment twice', () => {
    expect(shown('2026-11-22T09:00', 'UTC').map((s) => s.split(' ')[0])).toEqual(['later', 'tomorrow', 'weekend', 'week'])
    expect(shown('2026-11-23T09:00', 'UTC').map((s) => s.split(' ')[0])).toEqual(['later', 'tomorrow', 'weekend', 'monday'])
  })
  it('goes to a date field and back', () => {
    for (const zone of ['UTC', 'America/New_York', 'Pacific/Auckland']) {
      const at = utc('2026-03-08T12:34')
      expect(fromLocalInput(toLocalInput(at, zone), zone)).toBe(at)
    }
    expect(fromLocalInput('', 'UTC')).toBeNull()
  })
})
