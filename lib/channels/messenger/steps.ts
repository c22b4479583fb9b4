import type { Step } from '../kind'

export const messengerSteps = [
  { name: 'app', when: 'before', link: 'https://developers.facebook.com/apps' },
  { name: 'token', when: 'before' },
  { name: 'page', when: 'before' },
  { name: 'secret', when: 'before' },
  { name: 'works', when: 'after', seenBy: 'works' },
  { name: 'webhook', when: 'after', copy: ['address', 'verifyToken'], seenBy: 'handshake' },
  {
    name: 'fields',
    when: 'after',
    choose: ['messages', 'messaging_postbacks', 'message_deliveries', 'message_reads', 'message_echoes', 'message_reactions', 'message_edits'],
  },
  { name: 'live', when: 'after' },
  { name: 'write', when: 'after', seenBy: 'arrived' },
] as const satisfies readonly Step[]
