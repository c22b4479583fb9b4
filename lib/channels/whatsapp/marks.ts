/** Words with their looks as WhatsApp writes them: signs around what is bold, italic, struck or code. */
import { linesOf, type Run } from '../lines'

const SIGNS = { strong: '*', em: '_', s: '~', code: '`' } as const

export function marksOf(html: string): string {
  const out: string[] = []
  const lines = linesOf(html)
  for (const [i, l] of lines.entries()) {
    const words = l.isPre ? l.runs.map((r) => r.text).join('') : l.runs.map(marked).join('')
    if (l.isPre && !lines[i - 1]?.isPre) out.push('```')
    out.push(`${l.isQuote ? '> ' : ''}${l.sign.replace('• ', '- ')}${words}`)
    if (l.isPre && !lines[i + 1]?.isPre) out.push('```')
  }
  return out.join('\n')
}

/** The signs must touch the words: the spaces beside them stand outside. */
function marked({ text, marks, href }: Run): string {
  const words = text.trim()
  const from = text.length - text.trimStart().length
  const [before, after] = [text.slice(0, from), text.slice(from + words.length)]
  const signs = words === '' ? [] : marks.map((m) => SIGNS[m])
  const target =
    href === undefined || href.replace(/^(?:https?:\/\/|mailto:|tel:)/, '').replace(/\/$/, '') === words.replace(/^https?:\/\//, '').replace(/\/$/, '')
      ? ''
      : ` (${href})`
  return `${before}${signs.join('')}${words}${signs.toReversed().join('')}${target}${after}`
}
