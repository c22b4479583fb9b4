'use client'
import { useEffect, useRef } from 'react'
import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import type { OutboxEntry } from '@/lib/queries/outbox'
import { FileList } from './file-list'
import { Looks } from './looks'
import { isTyping, useTypeAhead } from '@/components/ui/type-ahead'
import { useNames } from './names'

type Props = { entry: OutboxEntry; contactName: string; onSend: () => void; onEdit: () => void; onDiscard: () => void }

/** A message that was held: what came meanwhile, or was sent of it before, what it says, and what to do with it. */
export function GuardPanel({ entry, contactName, onSend, onEdit, onDiscard }: Props) {
  const t = useTranslations('conversation')
  const { user } = useNames()
  const head = useRef<HTMLHeadingElement>(null)
  const newer = entry.newer ?? []
  const isSentBefore = entry.reason === 'draft_sent'
  const title = t(isSentBefore ? 'guard.sentTitle' : 'guard.title')
  // Focus on words, not on a button: the next key press was meant for the text.
  // Who types on types on: it is held for the composer that comes back.
  const held = useTypeAhead()
  useEffect(() => {
    if (!isTyping() && document.activeElement === document.body) head.current?.focus()
  }, [held])
  return (
    <section role="alert" aria-label={title} className="m-2 flex max-h-[60dvh] flex-col gap-2 overflow-y-auto rounded-xl border border-warn bg-surface p-3">
      <h2 ref={head} tabIndex={-1} className="flex items-center gap-2 font-semibold text-warn outline-none">
        <TriangleAlert size={16} aria-hidden />
        {title}
      </h2>
      <p className="text-dim">{isSentBefore ? t('guard.sentAbout') : t('guard.about', { count: newer.length })}</p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <ul tabIndex={0} aria-label={title} className="flex max-h-40 flex-col gap-2 overflow-y-auto">
        {newer.map((m) => (
          <li key={m.index} className="rounded-lg bg-sunken px-3 py-1.5">
            <p className="text-xs font-medium text-dim" dir="auto">
              {m.author.kind === 'contact' ? contactName : user(m.author.id)}
              {m.kind === 'note' && ` · ${t('message.note')}`}
            </p>
            <p className="line-clamp-6 [overflow-wrap:anywhere] whitespace-pre-wrap" dir="auto">
              {m.body || t('thread.files', { count: m.attachments.length })}
            </p>
          </li>
        ))}
      </ul>
      <div className="rounded-lg border border-line px-3 py-1.5">
        <p className="text-xs font-medium text-dim">{t('guard.yours')}</p>
        {entry.more?.html ? (
          <Looks html={entry.more.html} />
        ) : (
          <p className="line-clamp-6 [overflow-wrap:anywhere] whitespace-pre-wrap" dir="auto">
            {entry.body}
          </p>
        )}
        {entry.attachments.length > 0 && <FileList files={entry.attachments} />}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="danger" onClick={onDiscard}>
          {t('guard.discard')}
        </Button>
        <Button onClick={onEdit}>{t('guard.edit')}</Button>
        <Button look="primary" onClick={onSend}>
          {t('guard.send')}
        </Button>
      </div>
    </section>
  )
}
