import type { Limits } from '../kind'

export const emailLimits: Limits = {
  leaves: 'push',
  textMax: 100_000,
  looks: 'html',
  files: { max: 20 * 1024 * 1024, together: true },
  addresses: 'mail',
  staysOptedOut: true,
  acts: { reply: true },
}
