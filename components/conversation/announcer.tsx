'use client'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { MessageView } from '@/lib/domain/messages/view'
import { useNames } from './names'

/** Reads out what others write while the thread is open. History is not news, however it comes on screen. */
export function Announcer({ messages, me }: { messages: readonly MessageView[]; me: number }) {
  const t = useTranslations('conversation')
  const { user } = useNames()
  const [said, setSaid] = useState('')
  const newest = useRef<number | null>(null)
  const last = messages.at(-1)
  useEffect(() => {
    const before = newest.current
    newest.current = Math.max(before ?? -1, last?.index ?? -1)
    // Several at once are a page of history, not somebody speaking.
    if (!last || before === null || last.index !== before + 1 || last.kind === 'system' || last.author.id === me) return
    const name = last.author.kind === 'contact' ? t('message.customer') : user(last.author.id)
    const text = last.body.slice(0, 300) || t('thread.files', { count: last.attachments.length })
    setSaid(t(last.kind === 'note' ? 'thread.noteSaid' : 'thread.said', { name, text }))
  }, [last, me, t, user])
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {said}
    </p>
  )
}
