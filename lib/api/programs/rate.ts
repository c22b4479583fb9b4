/** How many requests each token may make: a bucket that refills steadily, in this process's memory. */
type Bucket = { left: number; at: number }

/** Requests per minute and token: far above any program's needs, below what one could starve the others with. Settable. */
const PER_MINUTE = Number(process.env.API_REQUESTS_PER_MINUTE || 120_000)
const MAX_BUCKETS = 10_000
const buckets = new Map<number, Bucket>()

/** Takes one request from the token's bucket. Returns 0, or the seconds to wait. */
export function takeRequest(tokenId: number, now = Date.now(), perMinute = PER_MINUTE): number {
  const b = buckets.get(tokenId) ?? { left: perMinute, at: now }
  b.left = Math.min(perMinute, b.left + ((now - b.at) / 60_000) * perMinute)
  b.at = now
  buckets.delete(tokenId)
  buckets.set(tokenId, b)
  // The oldest unused goes first; its token starts with a full bucket again, which harms nobody.
  if (buckets.size > MAX_BUCKETS) buckets.delete(buckets.keys().next().value ?? 0)
  if (b.left < 1) return Math.max(1, Math.ceil(((1 - b.left) / perMinute) * 60))
  b.left -= 1
  return 0
}
