import type { Step } from '../kind'

export const whatsappSteps = [
  { name: 'app', when: 'before', link: 'https://developers.facebook.com/apps' },
  { name: 'number', when: 'before' },
  { name: 'token', when: 'before', link: 'https://business.facebook.com/latest/settings/system_users' },
  { name: 'secret', when: 'before' },
  { name: 'works', when: 'after', seenBy: 'works' },
  { name: 'webhook', when: 'after', copy: ['address', 'verifyToken'], seenBy: 'handshake' },
  {
    name: 'fields',
    when: 'after',
    choose: ['messages', 'message_template_status_update', 'user_id_update', 'smb_message_echoes', 'account_update'],
  },
  { name: 'live', when: 'after' },
  { name: 'write', when: 'after', seenBy: 'arrived' },
] as const satisfies readonly Step[]
