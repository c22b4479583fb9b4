import type { Step } from '../kind'

export const instagramSteps = [
  { name: 'professional', when: 'before' },
  { name: 'allow', when: 'before' },
  { name: 'app', when: 'before', link: 'https://developers.facebook.com/apps' },
  { name: 'token', when: 'before' },
  { name: 'secret', when: 'before' },
  { name: 'works', when: 'after', seenBy: 'works' },
  { name: 'webhook', when: 'after', copy: ['address', 'verifyToken'], seenBy: 'handshake' },
  { name: 'fields', when: 'after', choose: ['messages', 'messaging_seen', 'message_reactions', 'messaging_postbacks', 'message_edit'] },
  { name: 'live', when: 'after' },
  { name: 'write', when: 'after', seenBy: 'arrived' },
] as const satisfies readonly Step[]
