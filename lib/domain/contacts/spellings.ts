/**
 * Numbers that one phone has in two spellings: countries that lengthened their mobile numbers, or put a digit before them when
 * called from abroad, while WhatsApp keeps the name under which somebody joined. Not a verb.
 */

/** A country's spellings, each with how the other is written. `$1`… as in `String.replace`. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  // Brazil: mobile numbers got a ninth digit; fixed ones, which begin with 2 to 5, did not.
  [/^\+55(\d{2})9([6-9]\d{7})$/, '+55$1$2'],
  [/^\+55(\d{2})([6-9]\d{7})$/, '+55$19$2'],
  // Mexico: 1 stood before mobile numbers until 2019.
  [/^\+521(\d{10})$/, '+52$1'],
  [/^\+52(\d{10})$/, '+521$1'],
  // Argentina: 9 stands before mobile numbers from abroad.
  [/^\+549(\d{10})$/, '+54$1'],
  [/^\+54(\d{10})$/, '+549$1'],
  // Benin: all numbers got 01 in 2024.
  [/^\+22901(\d{8})$/, '+229$1'],
  [/^\+229(\d{8})$/, '+22901$1'],
  // Côte d’Ivoire: two digits of the network in 2021, which the short spelling does not tell.
  [/^\+225(?:01|05|07)(\d{8})$/, '+225$1'],
]

/** The other spellings of a number in E.164; none for most. */
export const otherSpellings = (number: string): string[] => PAIRS.flatMap(([one, other]) => (one.test(number) ? [number.replace(one, other)] : []))
