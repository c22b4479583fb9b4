/** Moments people put things off to, in their own time zone. */
export type SnoozePreset = { id: 'later' | 'tomorrow' | 'weekend' | 'monday' | 'week'; at: number }

const HOUR = 3_600_000

/** Presets after `now` (unix ms), soonest first, none twice. `timeZone`: an IANA name. */
export function snoozePresets(now: number, timeZone: string): SnoozePreset[] {
  const today = wallOf(now, timeZone)
  const day = (plus: number, hour: number) => momentOf({ ...today, day: today.day + plus, hour, minute: 0 }, timeZone)
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
  const toSaturday = (6 - weekday + 7) % 7
  const toMonday = (8 - weekday) % 7 || 7
  const all: SnoozePreset[] = [
    { id: 'later', at: now + 3 * HOUR },
    { id: 'tomorrow', at: day(1, 8) },
    // On the eve of the weekend, and in it, "tomorrow" and "Monday" say it already.
    ...(toSaturday > 1 ? [{ id: 'weekend' as const, at: day(toSaturday, 10) }] : []),
    { id: 'monday', at: day(toMonday, 8) },
    { id: 'week', at: day(7, 8) },
  ]
  return all.filter((p, i) => p.at > now && all.findIndex((q) => q.at === p.at) === i).toSorted((a, b) => a.at - b.at)
}

export type Wall = { year: number; month: number; day: number; hour: number; minute: number }

/** What the clock on the wall of that zone shows. `month` from 1. */
export function wallOf(ms: number, timeZone: string): Wall {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(ms)
  const of = (type: string) => Number(parts.find((p) => p.type === type)?.value)
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') }
}

/** The moment (unix ms) when that clock shows this; days may run over the month's end. */
export function momentOf(w: Wall, timeZone: string): number {
  const asUtc = Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute)
  let guess = asUtc
  // Twice: the first correction may cross a change of summer time.
  for (let i = 0; i < 2; i++) {
    const shown = wallOf(guess, timeZone)
    guess += asUtc - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute)
  }
  return guess
}

/** For `<input type="datetime-local">` and back. */
export function toLocalInput(ms: number, timeZone: string): string {
  const w = wallOf(ms, timeZone)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${w.year}-${two(w.month)}-${two(w.day)}T${two(w.hour)}:${two(w.minute)}`
}
export function fromLocalInput(value: string, timeZone: string): number | null {
  const m = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(value)
  return m ? momentOf({ year: Number(m[1]), month: Number(m[2]), day: Number(m[3]), hour: Number(m[4]), minute: Number(m[5]) }, timeZone) : null
}
