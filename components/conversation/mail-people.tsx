'use client'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Input } from '@/components/ui/input'
import type { MailDraft } from '@/lib/domain/mail/choice'
import type { AnswerTo } from '@/lib/domain/mail/recipients'
import { get } from '@/lib/queries/fetch'

type Props = {
  conversationId: number
  /** The conversation's newest message: another one may answer others. */
  lastIndex: number
  /** null: as the product would address it. */
  chosen: MailDraft | null
  onChoose: (to: MailDraft | null) => void
}

/** To whom an answer by mail goes, and about what: right by itself, and editable. */
export function MailPeople({ conversationId, lastIndex, chosen, onChoose }: Props) {
  const t = useTranslations('conversation.mail')
  const usual = useQuery({
    queryKey: ['answer-to', conversationId, lastIndex],
    queryFn: ({ signal }) => get<AnswerTo>(`/conversations/${conversationId}/answer-to`, {}, { signal }),
    staleTime: 60_000,
    placeholderData: (before) => before,
  })
  const plain: Required<Pick<MailDraft, 'to' | 'cc' | 'bcc' | 'subject'>> | null = usual.data
    ? { to: usual.data.to.map((p) => p.address), cc: usual.data.cc.map((p) => p.address), bcc: [], subject: usual.data.subject }
    : null
  if (!plain) return null
  if (!chosen)
    return (
      <p className="flex items-baseline gap-2 px-3 pt-1.5 text-xs text-dim">
        <span dir="auto" className="min-w-0 truncate">
          {[t('to', { people: plain.to.join(', ') || '—' }), plain.cc.length > 0 && t('cc', { people: plain.cc.join(', ') }), t('subject', { subject: plain.subject })]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {plain.cc.length > 0 && (
          <button type="button" className="min-h-6 shrink-0 font-medium underline" onClick={() => onChoose({ ...plain, cc: [] })}>
            {t('onlyThem')}
          </button>
        )}
        <button type="button" className="min-h-6 shrink-0 font-medium underline" onClick={() => onChoose(plain)}>
          {t('change')}
        </button>
      </p>
    )
  return (
    <div className="grid gap-1 px-3 pt-1.5">
      <People label={t('toLabel')} value={chosen.to ?? plain.to} onChange={(to) => onChoose({ ...chosen, to })} />
      <People label={t('ccLabel')} value={chosen.cc ?? plain.cc} onChange={(cc) => onChoose({ ...chosen, cc })} />
      <People label={t('bccLabel')} value={chosen.bcc ?? []} onChange={(bcc) => onChoose({ ...chosen, bcc })} />
      <Line label={t('subjectLabel')} value={chosen.subject ?? plain.subject} onChange={(subject) => onChoose({ ...chosen, subject })} />
      <button type="button" className="min-h-6 justify-self-start text-xs font-medium underline" onClick={() => onChoose(null)}>
        {t('usual')}
      </button>
    </div>
  )
}

/** Kept as typed while it is typed: addresses are told apart by commas, semicolons and spaces. */
function People({ label, value, onChange }: { label: string; value: string[]; onChange: (list: string[]) => void }) {
  const [typed, setTyped] = useState(value.join(', '))
  return (
    <Line
      label={label}
      value={typed}
      dir="ltr"
      onChange={(s) => {
        setTyped(s)
        onChange(s.split(/[\s,;]+/).filter(Boolean))
      }}
    />
  )
}

function Line({ label, value, onChange, dir }: { label: string; value: string; onChange: (s: string) => void; dir?: 'ltr' }) {
  const id = useId()
  return (
    <div className="flex items-center gap-2 text-xs">
      <label htmlFor={id} className="w-16 shrink-0 text-dim">
        {label}
      </label>
      <Input id={id} dir={dir} className="h-7 text-sm" value={value} maxLength={4000} onChange={(e) => onChange(e.target.value)} />
    </div>
  )
}

/** What is wrong with a choice: nobody to send it to, or something that is no address. */
export function mailProblem(m: MailDraft | null): 'noRecipient' | 'badAddress' | null {
  if (!m) return null
  if (m.to?.length === 0) return 'noRecipient'
  return [...(m.to ?? []), ...(m.cc ?? []), ...(m.bcc ?? [])].every((a) => /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(a)) ? null : 'badAddress'
}
