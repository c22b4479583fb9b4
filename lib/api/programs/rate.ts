/** How many requests a token, or a visitor, may make: a bucket that refills steadily, in this process's memory. By a clock that nobody sets. */
type Bucket = { left: number; at: number }

/** Requests per minute and token: far above any program's needs, below what one could starve the others with. Settable. */
const PER_MINUTE = Number(process.env.API_REQUESTS_PER_MINUTE || 120_000)
const MAX_BUCKETS = 10_000

/** A rate of `perMinute` for each id. The function takes one request and returns 0, or the seconds to wait. */
export function makeRate(perMinute: number): (id: number, now?: number) => number {
  const buckets = new Map<number, Bucket>()
  return (id, now = performance.now()) => {
    const b = buckets.get(id) ?? { left: perMinute, at: now }
    b.left = Math.min(perMinute, b.left + ((now - b.at) / 60_000) * perMinute)
    b.at = now
    buckets.delete(id)
    buckets.set(id, b)
    // The oldest unused goes first; whose it was starts with a full bucket again, which harms nobody.
    if (buckets.size > MAX_BUCKETS) buckets.delete(buckets.keys().next().value ?? 0)
    if (b.left < 1) return Math.max(1, Math.ceil(((1 - b.left) / perMinute) * 60))
    b.left -= 1
    return 0
  }
}

/** Takes one request from the token's bucket. Returns 0, or the seconds to wait. */
export const takeRequest = makeRate(PER_MINUTE)
