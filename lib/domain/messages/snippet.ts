/** What a list shows of a message: its words, or a sign for what it carries instead. Not a verb. */
import type { MessageMeta, WaitingFile } from '@/db/schema/messages'
import { snippetOf } from '../text'

const SIGNS: Record<WaitingFile['kind'], string> = { image: '📷', audio: '🎵', voice: '🎤', video: '🎬', file: '📎', sticker: '🙂' }

/** The first line's worth of it; a file without words by its sign and name. */
export function snippetFor(m: { body: string; meta?: MessageMeta }): string {
  const words = snippetOf(m.body || (m.meta?.mail?.forwards ? m.meta.mail.subject : ''))
  const [file] = m.meta?.files ?? []
  return words || !file ? words : snippetOf(`${SIGNS[file.kind]} ${file.name ?? ''}`.trim())
}
