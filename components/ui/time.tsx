'use client'
import { useFormatter, useNow } from 'use-intl'

const MINUTE = 60_000
const DAY = 86_400_000

/** How long ago, short ("5m", "3h", then the date); the full moment as tooltip. `ms`: unix milliseconds. Keeps itself fresh. */
export function Ago({ ms, className }: { ms: number; className?: string }) {
  const format = useFormatter()
  const now = useNow({ updateInterval: 30_000 }).getTime()
  const age = Math.max(0, now - ms)
  const date = new Date(ms)
  return (
    <time dateTime={date.toISOString()} title={format.dateTime(date, { dateStyle: 'full', timeStyle: 'short' })} className={className}>
      {age < DAY
        ? shortSpan(format, age)
        : format.dateTime(date, age < 300 * DAY ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' })}
    </time>
  )
}

/** A span of time as short as the language allows: "5m", "3h", "2d". `span`: milliseconds. */
export function shortSpan(format: ReturnType<typeof useFormatter>, span: number): string {
  const [n, unit] =
    span < 60 * MINUTE
      ? ([Math.floor(span / MINUTE), 'minute'] as const)
      : span < DAY
        ? ([Math.floor(span / (60 * MINUTE)), 'hour'] as const)
        : ([Math.floor(span / DAY), 'day'] as const)
  return format.number(n, { style: 'unit', unit, unitDisplay: 'narrow' })
}
