/** All that a mail's bytes tell, in one go and as plain data: what is slow about a mail happens here and nowhere else. */
import { authenticity } from './authentic'
import { authorOf } from './author'
import { type Bounce, bounceOf } from './bounce'
import { type Machine, machineOf } from './machine'
import type { Mail, Mailbox } from './mail'
import { parseMail } from './parse'
import { type Shown, shownOf } from './shown'

export type ReadMail = Omit<Mail, 'header' | 'html' | 'reports'> & {
  /** Whom it says it is from; `from` is who wrote it. */
  sender: Mailbox
  shown: Shown
  machine: Machine | null
  /** Whose mail came back and why; null where it is no bounce. */
  bounce: Bounce | null
  /** Message ids of the mail that a report is about. */
  reportedIds: string[]
  /** Whether the server that took it doubts that it is from whom it says. */
  isDoubtful: boolean
  /** The date as the mail says it, and our own part's name where it is a copy of ours. */
  saidDate: string
  partRef: string | undefined
}

/** `cut`: the bytes end before the mail does. `own`: our addresses, without what stands behind a plus. */
export type ReadOptions = { cut?: boolean; own?: readonly string[] }

/** Never throws. */
export async function readMail(raw: Uint8Array, { cut = false, own = [] }: ReadOptions = {}): Promise<ReadMail> {
  const { header, html: _html, reports: _reports, ...mail } = await parseMail(raw, { cut })
  const whole: Mail = { ...mail, header, html: _html, reports: _reports }
  const machine = machineOf(whole, own)
  const told = machine === 'bounce' || machine === 'report' ? bounceOf(whole) : null
  const author = machine === 'bounce' || machine === 'report' ? null : authorOf(whole, own)
  return {
    ...mail,
    sender: mail.from,
    // Whoever wrote it through a form or a group is answered, not the form or the group.
    ...(author ? { from: author, replyTo: [author] } : {}),
    shown: shownOf(whole),
    machine,
    bounce: machine === 'bounce' ? told : null,
    reportedIds: machine === 'report' ? (told?.messageIds ?? []) : [],
    isDoubtful: machine !== 'bounce' && authenticity(header) === 'fails',
    saidDate: header('date').join(),
    partRef: header('x-parley-part')[0]?.trim().slice(0, 100),
  }
}
