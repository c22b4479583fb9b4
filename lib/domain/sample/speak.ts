/** What a line of a sample says: the same for the same place, without keeping it. */
import type { ChannelType } from '@/db/schema/channels'
import type { Line } from './plan'
import { chance, type Chance } from './random'
import { notes } from './words/english'
import { type TongueName, tongues } from './words/tongues'

export type Speaker = { seed: number; conversation: number; tongue: TongueName; firstName: string; type: ChannelType | null; lines: readonly Line[] }

/** The text of the line at `index`; '' for system lines. */
export function say(s: Speaker, index: number): string {
  const line = s.lines[index]
  if (!line || line.by === 'system') return ''
  const words = tongues[s.tongue]
  const c = chance(s.seed, 5, s.conversation, index)
  if (line.by === 'note' || s.type === null) return fill(s, c.pick(notes))
  if (index === 0) return opening(s, c)
  const isEnd = index >= s.lines.length - 2 && s.lines.length > 4
  const sentence = line.by === 'user' ? c.pick(words.answers) : isEnd ? c.pick(words.thanks) : c.pick(words.replies)
  // Mail is wordier than chat, and now and then somebody tells the whole story.
  const more = s.type === 'email' ? c.int(0, 3) : c.of(0.06) ? c.int(1, 2) : 0
  return fill(s, [sentence, ...several(c, line.by === 'user' ? words.answers : words.letters, more)].join(' '))
}

/** The subject of the first message. */
export const topicOf = (s: Speaker): string =>
  (
    say(s, 0)
      .split(/[\n.?!؟。]/)
      .find((part) => part.trim().length > 12) ?? say(s, 0)
  )
    .trim()
    .slice(0, 80)
    .toWellFormed()

function opening(s: Speaker, c: Chance): string {
  const words = tongues[s.tongue]
  const first = c.pick(words.openings)
  if (s.type !== 'email') return fill(s, c.of(0.2) ? `${first} ${c.pick(words.letters)}` : first)
  const paragraphs = c.of(0.03) ? c.int(5, 14) : c.int(1, 2)
  return fill(s, [first, ...Array.from({ length: paragraphs }, () => several(c, words.letters, c.int(1, 4)).join(' ')), s.firstName].join('\n\n'))
}

const several = (c: Chance, from: readonly string[], n: number) => Array.from({ length: n }, () => c.pick(from))

/** One conversation is about one order, one thing, one place. */
function fill(s: Speaker, text: string): string {
  if (!text.includes('{')) return text
  const words = tongues[s.tongue]
  const c = chance(s.seed, 6, s.conversation)
  const facts: Record<string, string> = { order: String(c.int(40_000, 99_999)), thing: c.pick(words.things), city: c.pick(words.cities), name: s.firstName }
  return text.replace(/\{(\w+)\}/g, (_, key: string) => facts[key] ?? '')
}
