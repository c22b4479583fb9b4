/** The languages of sample customers and how often each writes. */
import { arabic } from './arabic'
import { english } from './english'
import { french } from './french'
import { german } from './german'
import { japanese } from './japanese'
import { portuguese } from './portuguese'
import { spanish } from './spanish'

export const tongues = { english, spanish, german, french, portuguese, japanese, arabic }
export type TongueName = keyof typeof tongues
export const shares: Record<TongueName, number> = { english: 44, spanish: 18, german: 14, french: 8, portuguese: 6, japanese: 6, arabic: 4 }
