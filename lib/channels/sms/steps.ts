import type { Step } from '../kind'

export const smsSteps = [
  { name: 'number', when: 'before', link: 'https://console.twilio.com/us1/develop/phone-numbers/manage/search' },
  { name: 'keys', when: 'before', link: 'https://console.twilio.com' },
  { name: 'works', when: 'after', seenBy: 'works' },
  { name: 'webhook', when: 'after', link: 'https://console.twilio.com/us1/develop/phone-numbers/manage/incoming', copy: ['retrying', 'address'] },
  { name: 'service', when: 'after', only: { field: 'messagingServiceSid', is: ['*'] } },
  { name: 'write', when: 'after', seenBy: 'arrived' },
] as const satisfies readonly Step[]
