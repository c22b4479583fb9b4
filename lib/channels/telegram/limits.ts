import type { Limits } from '../kind'

export const telegramLimits: Limits = { leaves: 'push', textMax: 4096, addresses: 'name' }
