import type { Limits } from '../kind'

export const whatsappLimits: Limits = { leaves: 'push', textMax: 4096, windowMs: 24 * 60 * 60_000, addresses: 'phone' }
