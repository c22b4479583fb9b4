import type { Limits } from '../kind'

export const emailLimits: Limits = { leaves: 'push', textMax: 100_000, addresses: 'mail', staysOptedOut: true, acts: { reply: true } }
