import type { Limits } from '../kind'

export const smsLimits: Limits = {
  leaves: 'push',
  textMax: 1600,
  segments: true,
  files: { max: 5 * 1024 * 1024 },
  addresses: 'phone',
  numbersOnly: true,
  staysOptedOut: true,
  looksAgainMs: 5 * 60_000,
}
