import type { Limits } from '../kind'

export const instagramLimits: Limits = { leaves: 'push', textMax: 1000, inBytes: true, addresses: 'name' }
