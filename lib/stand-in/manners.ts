/** How the demo's pretend customers behave: what becomes of an answer, and what they do about it. Pure but for the dice. */
import type { PlayedType, Sent } from './facts'

export type Deed = { kind: 'words'; text: string } | { kind: 'photo'; text: string } | { kind: 'reaction'; emoji: string }
/** In ms after it was sent. `deed` null: they leave it at reading. */
export type Course = { sent: number; delivered: number; read: number; deed: { at: number; what: Deed } | null }

const WORDS = [
  'Thank you, that helps!',
  'Perfect, thanks 🙌',
  'Oh, good to know. And how long does it take?',
  'Could you send me the details in writing, please?',
  'That works for me.',
  'Great, I will have a look and come back to you.',
  'Sorry, one more thing: can I still change the address?',
  'Super quick, thank you!',
] as const
const PHOTO_WORDS = ['This is how it looks right now', 'Here is the picture you asked for', 'Like this one', ''] as const
const EMOJIS = ['👍', '❤️', '🙏', '😊'] as const
/** One after the other, so that everything is seen soon. */
const MOODS = ['words', 'reaction', 'words', 'photo', 'reads'] as const

/** The `n`-th answer to one person, from 0. `dice`: 0 to 1. */
export function courseOf(sent: Pick<Sent, 'type' | 'to' | 'template'>, n: number, dice: () => number = Math.random): Course {
  const read = 1_800 + dice() * 1_700
  const mood = sent.template ? 'words' : MOODS[(n + startOf(sent.to)) % MOODS.length]
  const what = deedOf(mood ?? 'reads', sent.type, n)
  return { sent: 250, delivered: 700 + dice() * 500, read, deed: what && { at: read + 2_500 + dice() * 3_500, what } }
}

function deedOf(mood: (typeof MOODS)[number], type: PlayedType, n: number): Deed | null {
  if (mood === 'reads') return null
  if (mood === 'photo') return { kind: 'photo', text: pick(PHOTO_WORDS, n) }
  // There are no reactions in text messages and mails.
  if (mood === 'reaction' && type !== 'sms' && type !== 'email') return { kind: 'reaction', emoji: type === 'instagram' ? '❤️' : pick(EMOJIS, n) }
  return { kind: 'words', text: pick(WORDS, n) }
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] ?? (list[0] as T)
const startOf = (address: string) => [...address].reduce((sum, c) => sum + c.charCodeAt(0), 0) % 2
