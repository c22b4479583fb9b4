'use client'
import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import type { MessageView } from '@/lib/domain/messages/view'

export type Fate = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed'

/** How far a message of ours got, null for those that leave nowhere. In a web chat the customer's own marks tell. */
export function fateOf(m: MessageView, row: Pick<ConversationRow, 'channelType' | 'contactReadIndex' | 'contactDeliveredIndex'>): Fate | null {
  if (m.delivery === null || m.deletedAt !== null) return null
  if (row.channelType !== 'webchat' || m.delivery !== 'sent') return m.delivery
  return row.contactReadIndex >= m.index ? 'read' : row.contactDeliveredIndex >= m.index ? 'delivered' : 'sent'
}

/** The mark at a message's end, named for those who do not see it. */
export function FateMark({ fate }: { fate: Exclude<Fate, 'failed'> }) {
  const t = useTranslations('conversation.delivery')
  const Icon = fate === 'queued' || fate === 'sending' ? Clock : fate === 'sent' ? Check : CheckCheck
  return (
    <span role="img" aria-label={t(fate)} title={t(fate)} className={fate === 'read' ? 'inline-flex text-accent-ink' : 'inline-flex text-dim'}>
      <Icon size={14} aria-hidden />
    </span>
  )
}

/** Says that a message did not go and why (one of our reasons, or the provider's own sentence), with what can be done about it. */
export function Failed({ reason, children }: { reason: string | null; children?: React.ReactNode }) {
  const t = useTranslations('conversation.delivery')
  const errors = useTranslations('errors')
  const why = reason && errors.has(reason as 'unexpected') ? errors(reason as 'unexpected') : reason
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-danger">
      <CircleAlert size={14} aria-hidden className="shrink-0" />
      <span dir="auto">{why ? t('failedWhy', { reason: why }) : t('failed')}</span>
      {children}
    </p>
  )
}
