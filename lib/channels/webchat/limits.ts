import type { Limits } from '../kind'

export const webchatLimits: Limits = { leaves: 'pull', textMax: 100_000, addresses: 'name' }
