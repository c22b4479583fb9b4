'use client'
import { FileText, Forward, X } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import type { MailDraft } from '@/lib/domain/mail/choice'
import type { Opened } from '@/lib/queries/thread-merge'
import { useNames } from './names'

type Props = { opened: Opened; mail: MailDraft; onFiles: (ids: number[]) => void; onCancel: () => void }

/** What is handed on: whose it is, a few of its words, and which of its files go along. */
export function ForwardedLine({ opened, mail, onFiles, onCancel }: Props) {
  const t = useTranslations('conversation.mail')
  const format = useFormatter()
  const { user } = useNames()
  const m = opened.thread.messages.find((x) => x.id === mail.forward)
  const files = m?.attachments ?? []
  const goes = mail.files ?? files.map((f) => f.id)
  const name = !m ? '' : m.author.kind === 'user' ? user(m.author.id) : ((m.mail?.from?.name || m.mail?.from?.address || opened.details.row.contactName) ?? '')
  return (
    <div className="rounded-md border border-line bg-sunken px-2 py-1">
      <p className="flex items-center gap-1.5">
        <Forward size={13} aria-hidden className="shrink-0 rtl:-scale-x-100" />
        <span className="min-w-0 flex-1 truncate" dir="auto">
          {m
            ? t('forwarding', { name, time: format.dateTime(new Date(m.createdAt), { dateStyle: 'medium', timeStyle: 'short' }), words: m.body.slice(0, 100) })
            : t('forwardingOther')}
        </span>
        <button
          type="button"
          aria-label={t('noForward')}
          title={t('noForward')}
          onClick={onCancel}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded hover:bg-hover"
        >
          <X size={13} aria-hidden />
        </button>
      </p>
      {files.length > 0 && (
        <ul aria-label={t('forwardFiles')} className="flex flex-wrap gap-x-3">
          {files.map((f) => (
            <li key={f.id}>
              <label className="flex min-h-6 items-center gap-1.5">
                <input
                  type="checkbox"
                  checked={goes.includes(f.id)}
                  onChange={(e) => onFiles(files.map((x) => x.id).filter((id) => (id === f.id ? e.target.checked : goes.includes(id))))}
                />
                <FileText size={13} aria-hidden className="text-dim" />
                <span className="max-w-48 truncate" dir="auto">
                  {f.name}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
