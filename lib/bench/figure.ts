/** What a figure is given and what it answers. One file per figure in figures/; main.ts names them all. */
import type { Running } from './child'

export type Ground = {
  product: Running
  floor: Running
  /** Headers of a signed-in agent's browser. */
  headers: Record<string, string>
  /** A database of this size in a folder of its own. */
  filled: (conversations: number, messages: number) => Promise<string>
  laps: number
  seconds: number
}

/** `value` against `bound`: at least it, or at most it. `detail`: whatever explains the number. */
export type Measured = { name: string; value: number; unit: string; bound: { atLeast: number } | { atMost: number }; detail: Record<string, unknown> }

export const holds = (m: Measured) => ('atLeast' in m.bound ? m.value >= m.bound.atLeast : m.value <= m.bound.atMost)
