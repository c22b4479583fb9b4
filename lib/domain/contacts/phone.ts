/** Phone numbers: one spelling to keep and to find by, and one to read. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

const parse = (text: string) => {
  const number = parsePhoneNumberFromString(text.trim().replace(/^00/, '+'))
  return number?.isPossible() ? number : null
}

/** In E.164; null for what is no whole number with its country's code. */
export const phoneOf = (text: string): string | null => parse(text)?.number ?? null

/** As people write it, in groups; what is no number as it is. */
export const phoneShown = (text: string): string => (text.startsWith('+') ? (parse(text)?.formatInternational() ?? text) : text)
