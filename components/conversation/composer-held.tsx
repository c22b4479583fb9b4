'use client'
import type { useDraft } from '@/lib/queries/draft'
import type { OutboxEntry } from '@/lib/queries/outbox'
import type { useSend } from '@/lib/queries/send'
import { GuardPanel } from './guard-panel'
import { joinHtml } from './html-follow'
import { FILES_MAX } from './use-uploads'

type Props = {
  entry: OutboxEntry
  contactName: string
  change: ReturnType<typeof useDraft>['change']
  onMode: (mode: 'reply' | 'note') => void
  sending: ReturnType<typeof useSend>
  onSent: () => void
  focus: () => void
}

/** In the composer's place while a reply is held: sent as it is, written further, or thrown away. */
export function ComposerHeld({ entry, contactName, change, onMode, sending, onSent, focus }: Props) {
  const settle = (work: () => void) => () => {
    work()
    requestAnimationFrame(focus)
  }
  return (
    <GuardPanel
      entry={entry}
      contactName={contactName}
      onSend={settle(() => {
        sending.retry(entry.key)
        onSent()
      })}
      onEdit={settle(() => {
        onMode(entry.kind)
        change((draft) => ({
          body: [entry.body, draft.body].filter(Boolean).join('\n\n'),
          attachments: [...entry.attachments, ...draft.attachments].slice(0, FILES_MAX),
          more: { ...draft.more, ...entry.more, html: joinHtml({ body: entry.body, html: entry.more?.html }, { body: draft.body, html: draft.more.html }) },
        }))
        sending.discard(entry.key)
      })}
      onDiscard={settle(() => sending.discard(entry.key))}
    />
  )
}
