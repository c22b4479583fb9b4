import type { Limits } from '../kind'

const DAY_MS = 24 * 60 * 60_000

export const messengerLimits: Limits = {
  leaves: 'push',
  textMax: 2000,
  windowMs: DAY_MS,
  humanWindowMs: 7 * DAY_MS,
  next: 'closed',
  files: { max: 25 * 1024 * 1024 },
  addresses: 'name',
  asksWho: true,
  acts: { reply: true, read: true, typingMs: 20_000, react: {} },
}
