/** How much, and when: conversations come on weekdays and by day, most are short, some are very long, recent days are busier. */
import { chance } from './random'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Relative traffic by hour of the day. */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 8, 16, 22, 24, 23, 18, 19, 22, 22, 20, 17, 14, 12, 11, 9, 6, 4]

/** `conversations` moments, unix ms, rising, none after `now`. */
export function startTimes({ seed, conversations, now }: { seed: number; conversations: number; now: number }): number[] {
  const days = Math.min(540, Math.max(20, Math.round(conversations / 60)))
  const c = chance(seed, 3)
  const hours = Object.fromEntries(HOURS.map((n, h) => [h, n]))
  const times = Array.from({ length: conversations }, () => {
    for (;;) {
      const day = Math.floor((now - days * DAY * c.next() ** 1.5) / DAY)
      const weekday = new Date(day * DAY).getUTCDay()
      if ((weekday === 0 || weekday === 6) && c.of(0.65)) continue
      const at = day * DAY + Number(c.weighted(hours)) * HOUR + c.int(0, HOUR - 1)
      if (at < now - 2 * 60_000) return at
    }
  })
  return times.sort((a, b) => a - b)
}

/** How many lines each conversation has: at least one, `messages` in all. Throws when there are fewer messages than conversations. */
export function lengths({ seed, conversations, messages }: { seed: number; conversations: number; messages: number }): number[] {
  if (messages < conversations) throw new RangeError('every conversation has at least one message')
  const c = chance(seed, 4)
  const weights = Array.from({ length: conversations }, () => Math.exp((c.next() + c.next() + c.next() + c.next() - 2) * 1.9))
  const sum = weights.reduce((a, b) => a + b, 0)
  const spare = messages - conversations
  const out = weights.map((w) => 1 + Math.floor((w / sum) * spare))
  for (let left = messages - out.reduce((a, b) => a + b, 0), i = 0; left > 0; left--, i = (i + 7) % conversations) out[i] = (out[i] ?? 0) + 1
  return out
}
