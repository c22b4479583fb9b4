import type { useFormatter } from 'use-intl'

/** Bytes as people read them: "340 kB", "1.2 MB". */
export function sizeOf(format: ReturnType<typeof useFormatter>, bytes: number): string {
  const [n, unit] = bytes < 1000 ? ([bytes, 'byte'] as const) : bytes < 1_000_000 ? ([bytes / 1000, 'kilobyte'] as const) : ([bytes / 1_000_000, 'megabyte'] as const)
  return format.number(n, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: n < 10 ? 1 : 0 })
}
