/** What an answer may carry besides its words and files. The draft, the browser's outbox and the request hold the same. Not a verb. */
import { z } from 'zod'
import { mailChoice, mailDraft } from '../mail/choice'
import { templateChoice } from '../templates/choice'
import { rowId } from '../text'

/** Longest words with their looks, in UTF-16 units of HTML. */
export const HTML_MAX = 100_000

const shared = {
  /** Id of the message it answers. */
  replyTo: rowId.optional(),
  /** Its words with their looks; `body` says the same without. */
  html: z.string().max(HTML_MAX).optional(),
  /** A text that the provider approved, instead of words of one's own. */
  template: templateChoice.optional(),
}

export const answerMore = z.object({
  ...shared,
  /** Where it goes by mail: to whom and about what; absent as an answer to all. */
  mail: mailChoice.optional(),
})

/** The same while it is being written: an address may be half typed. */
export const draftMore = z.object({ ...shared, mail: mailDraft.optional() })
export type DraftMore = z.output<typeof draftMore>
