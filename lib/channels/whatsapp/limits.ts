import type { Limits } from '../kind'

export const whatsappLimits: Limits = {
  leaves: 'push',
  textMax: 4096,
  looks: 'marks',
  windowMs: 24 * 60 * 60_000,
  next: 'template',
  files: { max: 100 * 1024 * 1024 },
  addresses: 'phone',
  // A reaction is not shown on a message older than thirty days; to show typing is one call with showing it as read.
  acts: { reply: true, read: true, typingMs: 25_000, typingReads: true, react: { withinMs: 30 * 24 * 60 * 60_000 } },
}
