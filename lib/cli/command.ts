/** What a command of the command line is, and how it reads its options. */
import type { ParseArgsConfig } from 'node:util'

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>
/** `json` is for programs, `text` for people. `failed`: the command did its work and the news is bad. */
export type Answer = { json: unknown; text: string; failed?: boolean }

export type Command = {
  /** One line: the words after `parley`. */
  usage: string
  about: string
  options: NonNullable<ParseArgsConfig['options']>
  /** False for those that must see the database as it is. */
  migrates?: boolean
  run(values: Values): Promise<Answer>
}

/** The command was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
/** It was called rightly and cannot be done: exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** A text option that must be there. */
export function needed(values: Values, name: string): string {
  const v = values[name]
  if (typeof v !== 'string' || v.trim() === '') throw new UsageError(`--${name} is missing`)
  return v
}

/** A text option; undefined when absent. */
export function maybe(values: Values, name: string): string | undefined {
  const v = values[name]
  return typeof v === 'string' && v !== '' ? v : undefined
}

/** A whole number. Without `fallback` it must be there. */
export function whole(values: Values, name: string, limits: { min: number; max: number; fallback?: number }): number {
  const v = values[name]
  if (v === undefined && limits.fallback !== undefined) return limits.fallback
  const n = typeof v === 'string' && /^\d{1,15}$/.test(v) ? Number(v) : Number.NaN
  if (!(n >= limits.min && n <= limits.max))
    throw new UsageError(v === undefined ? `--${name} is missing` : `--${name} must be a whole number from ${limits.min} to ${limits.max}, not "${String(v)}"`)
  return n
}

/** One of a few words. */
export function oneOf<T extends string>(values: Values, name: string, allowed: readonly T[], fallback?: T): T {
  const v = values[name] ?? fallback
  const found = allowed.find((a) => a === v)
  if (!found)
    throw new UsageError(v === undefined ? `--${name} is missing (${allowed.join(', ')})` : `--${name} must be one of ${allowed.join(', ')}, not "${String(v)}"`)
  return found
}

/** Columns for people; numbers to the right. */
export function table(rows: readonly Record<string, string | number>[]): string {
  const [first] = rows
  if (!first) return ''
  const names = Object.keys(first)
  const widths = names.map((n) => Math.max(n.length, ...rows.map((r) => String(r[n] ?? '').length)))
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((c, i) => (typeof c === 'number' ? String(c).padStart(widths[i] ?? 0) : c.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(names), ...rows.map((r) => line(names.map((n) => r[n] ?? '')))].join('\n')
}
