'use client'
import { Pencil } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { isComposing } from '@/components/ui/is-composing'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useAct } from '@/lib/queries/mutations'
import { useTitle } from './names'

/** The conversation's name; a press on the pencil changes it in place. */
export function Title({ row }: { row: ConversationRow }) {
  const t = useTranslations('conversation.header')
  const act = useAct()
  const title = useTitle(row)
  const [text, setText] = useState<string | null>(null)
  const pencil = useRef<HTMLButtonElement>(null)
  const byKey = useRef(false)
  useLayoutEffect(() => {
    if (text === null && byKey.current) pencil.current?.focus()
    byKey.current = false
  }, [text])
  if (text === null)
    return (
      <div className="group/title flex min-w-0 items-center gap-1">
        <h1 className="truncate text-base font-semibold" dir="auto" title={title}>
          {title}
        </h1>
        <IconButton
          ref={pencil}
          label={t('rename')}
          onClick={() => setText(row.title)}
          className="size-6 opacity-0 group-hover/title:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-60"
        >
          <Pencil size={13} />
        </IconButton>
      </div>
    )
  const done = (save: boolean) => {
    const next = text.trim()
    setText(null)
    if (save && next !== row.title) act.rename(row.id, next)
  }
  return (
    <Input
      autoFocus
      aria-label={t('title')}
      placeholder={title}
      maxLength={200}
      value={text}
      className="h-7 max-w-96 font-semibold"
      onChange={(e) => setText(e.target.value)}
      onBlur={() => done(true)}
      onKeyDown={(e) => {
        if ((e.key !== 'Enter' && e.key !== 'Escape') || isComposing(e.nativeEvent)) return
        e.stopPropagation()
        // The pencil gets the focus within this press: the same Enter would press it.
        e.preventDefault()
        byKey.current = true
        done(e.key === 'Enter')
      }}
    />
  )
}
