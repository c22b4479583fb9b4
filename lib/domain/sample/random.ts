/** Chance that repeats: the same numbers give the same draws on every machine. */
export type Chance = {
  /** 0 <= x < 1 */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  pick<T>(list: readonly T[]): T
  /** True with this probability. */
  of(p: number): boolean
  /** One key, by weight. */
  weighted<K extends string>(weights: Record<K, number>): K
}

/** mulberry32 over a mix of the given numbers: draws for (seed, 7) do not depend on how many (seed, 6) took. */
export function chance(...seeds: number[]): Chance {
  let state = 0x9e3779b9
  for (const s of seeds) state = Math.imul(state ^ (s >>> 0) ^ Math.floor(s / 2 ** 32), 0x85ebca6b) ^ (state >>> 13)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    pick: (list) => {
      const one = list[int(0, list.length - 1)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    },
    of: (p) => next() < p,
    weighted: (weights) => {
      const keys = Object.keys(weights) as (keyof typeof weights)[]
      let left = next() * keys.reduce((sum, k) => sum + weights[k], 0)
      for (const k of keys) if ((left -= weights[k]) < 0) return k
      return (
        keys[keys.length - 1] ??
        (() => {
          throw new Error('no weights')
        })()
      )
    },
  }
}
