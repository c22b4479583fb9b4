/** The customers as the provider knows them: when they last wrote, and whether they still want to hear from us. */
import type { PlayedType } from './facts'

export type Someone = { type: PlayedType; address: string; name: string; lastAt: number; consent: 'stopped' | 'blocked' | null }

const HOUR = 60 * 60_000
const MAX = 2_000

export class People {
  private all = new Map<string, Someone>()

  /** Whoever nobody heard of is not known here, and nothing is held against writing to them. */
  find(type: PlayedType, address: string): Someone | undefined {
    return this.all.get(key(type, address))
  }

  heard(type: PlayedType, address: string, at = Date.now(), name?: string): Someone {
    const known = this.find(type, address) ?? { type, address, name: name ?? `Customer ${address}`, lastAt: 0, consent: null }
    const now: Someone = { ...known, name: name ?? known.name, lastAt: Math.max(known.lastAt, at), consent: known.consent === 'blocked' ? null : known.consent }
    if (this.all.size >= MAX) this.all.clear()
    this.all.set(key(type, address), now)
    return now
  }

  set(type: PlayedType, address: string, change: Partial<Pick<Someone, 'consent' | 'lastAt' | 'name'>>): void {
    const known = this.find(type, address) ?? this.heard(type, address)
    this.all.set(key(type, address), { ...known, ...change })
  }

  list = (): Someone[] => [...this.all.values()]

  /** Hours since they wrote; 0 for somebody unknown. */
  hours(type: PlayedType, address: string): number {
    const known = this.find(type, address)
    return known ? (Date.now() - known.lastAt) / HOUR : 0
  }
}

/** Numbers with and without their plus are one. */
const key = (type: PlayedType, address: string) => `${type}:${address.replace(/^\+/, '')}`
