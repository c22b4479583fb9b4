'use client'
import { useFormatter, useNow } from 'use-intl'

const MINUTE = 60_000
const DAY = 86_400_000

/** How long ago, short ("now", "5m", "3h", then the date); the full moment as tooltip. `ms`: unix milliseconds. Keeps itself fresh. */
export function Ago({ ms, className }: { ms: number; className?: string }) {
  const format = useFormatter()
  const now = useNow({ updateInterval: 30_000 }).getTime()
  const age = Math.max(0, now - ms)
  const date = new Date(ms)
  return (
    <time dateTime={date.toISOString()} title={format.dateTime(date, { dateStyle: 'full', timeStyle: 'short' })} className={className}>
      {age < DAY
        ? shortAge(format, age)
        : format.dateTime(date, age < 300 * DAY ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' })}
    </time>
  )
}

type Format = ReturnType<typeof useFormatter>

/** How long ago, within a day: "now", "5m", "3h". `age`: milliseconds. */
export const shortAge = (format: Format, age: number): string =>
  // A second has a word of its own in each language; nobody says "0m".
  age < MINUTE ? format.relativeTime(0, { now: 0, unit: 'second' }) : shortSpan(format, age)

/** A moment to come: "Mon, 08:00" within the week, then "Mon, 7 Dec, 08:00", with the year when it is far. Unix ms. */
export function shortMoment(format: Format, at: number, now: number): string {
  const away = at - now
  const day = format.dateTime(at, {
    weekday: 'short',
    ...(away < 6 * DAY ? {} : { day: 'numeric', month: 'short' }),
    ...(away < 300 * DAY ? {} : { year: 'numeric' }),
  })
  // By itself, since some languages write the hour otherwise beside a date ("8:00" for "08:00").
  return `${day}, ${format.dateTime(at, { timeStyle: 'short' })}`
}

/** A span of time as short as the language allows: "<1m", "5m", "3h", "2d". `span`: milliseconds. */
export function shortSpan(format: Format, span: number): string {
  if (span < MINUTE) return `<${shortSpan(format, MINUTE)}`
  const [n, unit] =
    span < 60 * MINUTE
      ? ([Math.floor(span / MINUTE), 'minute'] as const)
      : span < DAY
        ? ([Math.floor(span / (60 * MINUTE)), 'hour'] as const)
        : ([Math.floor(span / DAY), 'day'] as const)
  return format.number(n, { style: 'unit', unit, unitDisplay: 'narrow' })
}
