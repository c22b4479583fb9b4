/** What Telegram says in other forms than text, as text: links behind words, polls, checklists, rich messages. */
import { arr, isObject, type Loose, obj, placeText, str } from '../loose'

const LINKS_MAX = 200

/** Words with the address of each link behind it, where the words do not say it. Offsets count UTF-16 units, as strings here do. */
export function withLinks(text: string, entities: unknown): string {
  const links = arr(entities)
    .map(obj)
    .filter((e) => e.type === 'text_link' && str(e.url))
    .slice(0, LINKS_MAX)
    .map((e) => ({ from: Number(e.offset), to: Number(e.offset) + Number(e.length), url: str(e.url) }))
    .filter(({ from, to }) => from >= 0 && to <= text.length && from < to)
  return links.toSorted((a, b) => b.to - a.to).reduce((said, { from, to, url }) => `${said.slice(0, to)}${behind(said.slice(from, to), url)}${said.slice(to)}`, text)
}

const behind = (words: string, url: string) => (words.includes(url.replace(/^https?:\/\//, '').replace(/\/$/, '')) ? '' : ` (${url})`)

/** The question and what may be chosen. */
export const pollWords = (p: Loose): string =>
  [`📊 ${withLinks(str(p.question), p.question_entities)}`, ...arr(p.options).map((o) => `○ ${withLinks(str(obj(o).text), obj(o).text_entities)}`)].join('\n')

/** What is to be done, and what of it is. */
export const checklistWords = (c: Loose): string =>
  [
    `📋 ${withLinks(str(c.title), c.title_entities)}`,
    ...arr(c.tasks)
      .map(obj)
      .map((t) => `${t.completion_date || t.completed_by_user || t.completed_by_chat ? '☑' : '☐'} ${withLinks(str(t.text), t.text_entities)}`),
  ].join('\n')

const DEPTH_MAX = 16
const WORDS_MAX = 20_000
/** Parts of a block that say something, in the order in which they are read. */
const BLOCK_PARTS = ['summary', 'title', 'blocks', 'items', 'cells', 'expression', 'caption', 'credit'] as const

/** All words of a rich message, a line a block. */
export const richWords = (message: Loose): string => blocks(message, 0).slice(0, WORDS_MAX).trim()

function blocks(v: unknown, depth: number): string {
  if (depth > DEPTH_MAX) return ''
  if (Array.isArray(v)) return joined(v.map((b) => (Array.isArray(b) ? b.map((cell) => blocks(cell, depth + 1).trim()).join(' | ') : blocks(b, depth + 1))))
  if (!isObject(v)) return str(v)
  const place = obj(v.location)
  const own = [place.latitude === undefined ? '' : placeText(place.latitude, place.longitude), inline(v.text, depth + 1)]
  const said = joined([...own, ...BLOCK_PARTS.map((k) => (k === 'summary' || k === 'credit' || k === 'expression' ? inline(v[k], depth + 1) : blocks(v[k], depth + 1)))])
  if (said === '') return ''
  if (v.has_checkbox === true) return `${v.is_checked === true ? '☑' : '☐'} ${said}`
  return v.label === undefined ? said : `${str(v.label) || '•'} ${said}`
}

/** Words with looks: only what they say, and where their links lead. */
function inline(v: unknown, depth: number): string {
  if (depth > DEPTH_MAX) return ''
  if (Array.isArray(v)) return v.map((t) => inline(t, depth + 1)).join('')
  if (!isObject(v)) return str(v)
  const said = inline(v.text, depth + 1) || str(v.expression) || str(v.alternative_text)
  return str(v.url) ? `${said}${behind(said, str(v.url))}` : said
}

const joined = (lines: readonly string[]) => lines.filter((l) => l.trim() !== '').join('\n')

/** Files anywhere in a rich message, each as Telegram names a message's own: a photo in its sizes, and the rest by their kind. */
export function richFiles(v: unknown, depth = 0): Loose[] {
  if (depth > DEPTH_MAX) return []
  if (Array.isArray(v)) return v.flatMap((b) => richFiles(b, depth + 1))
  if (!isObject(v)) return []
  const own = ['photo', 'video', 'animation', 'audio', 'voice_note'].filter((k) => v[k] !== undefined).map((k): Loose => ({ [k === 'voice_note' ? 'voice' : k]: v[k] }))
  return [...own, ...['blocks', 'items', 'cells'].flatMap((k) => richFiles(v[k], depth + 1))]
}
