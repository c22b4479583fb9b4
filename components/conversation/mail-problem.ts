import { plainAddress } from '@/lib/domain/mail/address'
import type { MailDraft } from '@/lib/domain/mail/choice'

/** What is wrong with a choice: nobody to send it to, or something that is no address. */
export function mailProblem(m: MailDraft | undefined): { key: 'noRecipient' | 'badAddress'; address: string } | null {
  if (!m) return null
  const wrong = [...(m.to ?? []), ...(m.cc ?? []), ...(m.bcc ?? [])].find((a) => plainAddress(a) === null)
  if (wrong !== undefined) return { key: 'badAddress', address: wrong }
  return m.to?.length === 0 || (m.forward !== undefined && !m.to) ? { key: 'noRecipient', address: '' } : null
}
