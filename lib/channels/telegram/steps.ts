import type { Step } from '../kind'

export const telegramSteps = [
  { name: 'bot', when: 'before', link: 'https://t.me/BotFather' },
  { name: 'token', when: 'before' },
  { name: 'told', when: 'after', seenBy: 'works' },
  { name: 'write', when: 'after', seenBy: 'arrived' },
] as const satisfies readonly Step[]
