import type { Limits } from '../kind'

export const messengerLimits: Limits = {
  leaves: 'push',
  textMax: 2000,
  addresses: 'name',
  acts: { reply: true, read: true, typingMs: 20_000, react: {} },
}
