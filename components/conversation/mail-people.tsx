'use client'
import { useQuery } from '@tanstack/react-query'
import { Forward } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Input } from '@/components/ui/input'
import { isComposing } from '@/components/ui/is-composing'
import type { Mailbox } from '@/db/schema/messages'
import type { MailDraft } from '@/lib/domain/mail/choice'
import type { AnswerTo } from '@/lib/domain/mail/recipients'
import type { DraftMore } from '@/lib/domain/messages/answer'
import { get } from '@/lib/queries/fetch'
import type { Opened } from '@/lib/queries/thread-merge'
import { AddressField } from './address-field'
import { ForwardedLine } from './forwarded-line'
import { mailProblem } from './mail-problem'

type Props = { opened: Opened; more: DraftMore; onChange: (mail: MailDraft | undefined) => void; /** Back to the words. */ onDone: () => void }

/** To whom a mail goes and about what: right by itself, said in a line, changed in its fields. */
export function MailPeople({ opened, more, onChange, onDone }: Props) {
  const t = useTranslations('conversation.mail')
  const [isOpen, setOpen] = useState(false)
  const { row } = opened.details
  const mail = more.mail ?? {}
  const aim = mail.forward !== undefined ? { forward: mail.forward } : more.replyTo !== undefined ? { replyTo: more.replyTo } : {}
  const usual = useQuery({
    queryKey: ['answer-to', row.id, row.lastContentIndex, aim],
    queryFn: ({ signal }) => get<AnswerTo>(`/conversations/${row.id}/answer-to`, aim, { signal }),
    staleTime: 60_000,
    // Another message came: as before until it is known otherwise. Another aim goes to others.
    placeholderData: (before, query) => (JSON.stringify(query?.queryKey[3]) === JSON.stringify(aim) ? before : undefined),
  }).data
  if (!usual) return null
  const set = (part: MailDraft) => {
    const next = Object.fromEntries(Object.entries({ ...mail, ...part }).filter(([, v]) => v !== undefined))
    onChange(Object.keys(next).length > 0 ? next : undefined)
  }
  const now = { to: mail.to ?? plain(usual.to), cc: mail.cc ?? plain(usual.cc), bcc: mail.bcc ?? [], subject: mail.subject ?? usual.subject }
  const isForward = mail.forward !== undefined
  const newest = opened.thread.messages.findLast((m) => m.kind === 'message' && m.mail && m.deletedAt === null)
  const line = [
    t('to', { people: named(now.to, usual) || '—' }),
    now.cc.length > 0 && t('cc', { people: named(now.cc, usual) }),
    now.bcc.length > 0 && t('bcc', { people: named(now.bcc, usual) }),
    t('subject', { subject: now.subject }),
  ].filter((s) => typeof s === 'string')
  const isWrong = mailProblem(mail) !== null
  // What was pressed is gone with the press.
  const then = (work: () => void) => () => {
    work()
    onDone()
  }
  return (
    <div
      className="grid grid-cols-[minmax(0,1fr)] gap-1 px-3 pt-1.5 text-xs"
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || !isOpen || isComposing(e.nativeEvent)) return
        e.stopPropagation()
        setOpen(false)
        onDone()
      }}
    >
      {isForward && <ForwardedLine opened={opened} mail={mail} onFiles={(files) => set({ files })} onCancel={then(() => onChange(undefined))} />}
      {usual.isAside && !isForward && <p className="text-warn">{t('asideAnswer')}</p>}
      {isOpen || isForward || isWrong ? (
        <>
          <AddressField
            label={t('toLabel')}
            value={now.to}
            people={usual.people}
            autoFocus={isOpen || (isForward && now.to.length === 0)}
            onChange={(to) => set({ to })}
          />
          <AddressField label={t('ccLabel')} value={now.cc} people={usual.people} onChange={(cc) => set({ cc })} />
          <AddressField label={t('bccLabel')} value={now.bcc} people={usual.people} onChange={(bcc) => set({ bcc: bcc.length > 0 ? bcc : undefined })} />
          <Subject value={now.subject} onChange={(subject) => set({ subject })} />
          <p className="flex flex-wrap items-center gap-x-3">
            {!isForward && usual.answers !== null && (
              <label className="flex min-h-6 items-center gap-1.5">
                <input type="checkbox" checked={mail.quote !== false} onChange={(e) => set({ quote: e.target.checked ? undefined : false })} />
                {t('quote')}
              </label>
            )}
            {!isForward && (
              <Press
                onPress={then(() => {
                  onChange(undefined)
                  setOpen(false)
                })}
              >
                {t('usual')}
              </Press>
            )}
          </p>
        </>
      ) : (
        <div className="flex items-baseline gap-x-3 text-dim max-sm:flex-wrap">
          <span dir="auto" className="min-w-0 truncate" title={line.join(' · ')}>
            {line.join(' · ')}
          </span>
          {now.cc.length > 0 && <Press onPress={then(() => set({ cc: [] }))}>{t('onlyThem')}</Press>}
          {now.cc.length === 0 && usual.cc.length > 0 && <Press onPress={then(() => set({ cc: undefined }))}>{t('toAll')}</Press>}
          <Press onPress={() => setOpen(true)}>{t('change')}</Press>
          {newest && (
            <Press onPress={() => onChange({ forward: newest.id })}>
              <Forward size={12} aria-hidden className="rtl:-scale-x-100" />
              {t('forward')}
            </Press>
          )}
        </div>
      )}
    </div>
  )
}

const plain = (list: readonly Mailbox[]) => list.map((p) => p.address)
const named = (list: readonly string[], { to, cc }: AnswerTo) => list.map((a) => [...to, ...cc].find((p) => p.address === a)?.name || a).join(', ')

const Press = ({ onPress, children }: { onPress: () => void; children: ReactNode }) => (
  <button type="button" className="inline-flex min-h-6 shrink-0 items-center gap-1 font-medium underline" onClick={onPress}>
    {children}
  </button>
)

function Subject({ value, onChange }: { value: string; onChange: (s: string) => void }) {
  const t = useTranslations('conversation.mail')
  const id = useId()
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="w-14 shrink-0 text-dim">
        {t('subjectLabel')}
      </label>
      <Input id={id} className="h-7 text-sm" value={value} maxLength={300} onChange={(e) => onChange(e.target.value)} />
    </div>
  )
}
