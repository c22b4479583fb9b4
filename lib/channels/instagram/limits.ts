import type { Limits } from '../kind'

export const instagramLimits: Limits = {
  leaves: 'push',
  textMax: 1000,
  inBytes: true,
  addresses: 'name',
  // A heart is the one reaction that its documentation names.
  acts: { reply: true, read: true, typingMs: 20_000, react: { emojis: ['❤'] } },
}
