/** The steps of connecting each type, for its pages. */
import type { ConnectedType } from './kinds'
import { emailSteps } from './email/steps'
import { instagramSteps } from './instagram/steps'
import type { Step } from './kind'
import { messengerSteps } from './messenger/steps'
import { smsSteps } from './sms/steps'
import { telegramSteps } from './telegram/steps'
import { whatsappSteps } from './whatsapp/steps'

const steps = {
  email: emailSteps,
  whatsapp: whatsappSteps,
  telegram: telegramSteps,
  sms: smsSteps,
  messenger: messengerSteps,
  instagram: instagramSteps,
} as const satisfies Record<ConnectedType, readonly Step[]>

/** Each step's words, in every language. */
export type StepWords = { [T in ConnectedType]: Record<(typeof steps)[T][number]['name'], string> }

/** Those that concern a channel with these settings. `*`: whatever is set. */
export const stepsOf = (type: ConnectedType, when: Step['when'], settings: Record<string, unknown>): Step[] =>
  steps[type].filter((s: Step) => {
    if (s.when !== when || !s.only) return s.when === when
    const value = settings[s.only.field]
    return s.only.is.some((is) => (is === '*' ? Boolean(value) : is === value))
  })
