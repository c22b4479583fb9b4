import type { Step } from '../kind'

const by = (...is: string[]) => ({ field: 'receive', is })
const CALLERS = ['postmark', 'mailgun', 'sendgrid', 'resend', 'ses']

export const emailSteps = [
  { name: 'address', when: 'before' },
  { name: 'password', when: 'before' },
  { name: 'service', when: 'before' },
  { name: 'works', when: 'after', seenBy: 'works' },
  { name: 'postmark', when: 'after', link: 'https://account.postmarkapp.com/servers', copy: ['address'], only: by('postmark') },
  { name: 'mailgun', when: 'after', link: 'https://app.mailgun.com/receiving/routes', copy: ['address'], only: by('mailgun') },
  { name: 'sendgrid', when: 'after', link: 'https://app.sendgrid.com/settings/parse', copy: ['address'], only: by('sendgrid') },
  { name: 'resend', when: 'after', link: 'https://resend.com/webhooks', copy: ['address'], choose: ['email.received'], only: by('resend') },
  { name: 'ses', when: 'after', link: 'https://console.aws.amazon.com/ses/home#/email-receiving', copy: ['address'], only: by('ses') },
  { name: 'called', when: 'after', seenBy: 'called', only: by(...CALLERS) },
  { name: 'write', when: 'after', seenBy: 'arrived' },
] as const satisfies readonly Step[]
