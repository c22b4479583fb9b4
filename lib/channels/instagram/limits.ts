import type { Limits } from '../kind'

const DAY_MS = 24 * 60 * 60_000

export const instagramLimits: Limits = {
  leaves: 'push',
  textMax: 1000,
  inBytes: true,
  windowMs: DAY_MS,
  humanWindowMs: 7 * DAY_MS,
  next: 'closed',
  files: { max: 25 * 1024 * 1024, images: 8 * 1024 * 1024 },
  addresses: 'name',
  asksWho: true,
  // A heart is the one reaction that its documentation names.
  acts: { reply: true, read: true, typingMs: 20_000, react: { emojis: ['❤'] } },
}
