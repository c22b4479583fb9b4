import type { Limits } from '../kind'

export const smsLimits: Limits = { leaves: 'push', textMax: 1600, segments: true, addresses: 'phone', staysOptedOut: true }
