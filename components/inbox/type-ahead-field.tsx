'use client'
import { useLayoutEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import { isComposing } from '@/components/ui/is-composing'
import { addTypeAheadFiles, endTypeAhead, heldNow, serveTypeAhead, useTypeAhead } from '@/components/ui/type-ahead'
import { TYPE_AHEAD_ID } from './early-keys'

/** The field that is always there. It shows itself when what it holds waits for longer than a moment. */
export function TypeAheadField() {
  const t = useTranslations('inbox.typeAhead')
  const field = useRef<HTMLTextAreaElement>(null)
  useTypeAhead()
  useLayoutEffect(() => (field.current ? serveTypeAhead(field.current) : undefined), [])
  const held = heldNow()
  const isWriting = held?.target.kind === 'write'
  return (
    <section
      aria-label={t('title')}
      className={cx(
        'fixed inset-x-0 top-16 z-50 mx-auto w-[min(34rem,calc(100vw-1.5rem))] rounded-xl border border-accent bg-raised text-ink shadow-lg',
        held && held.target.kind !== 'nothing' ? 'opacity-100 transition-opacity delay-300' : 'pointer-events-none opacity-0',
      )}
    >
      <textarea
        ref={field}
        id={TYPE_AHEAD_ID}
        tabIndex={-1}
        aria-label={t('label')}
        aria-hidden={held === null || undefined}
        dir="auto"
        rows={3}
        autoComplete="off"
        onPaste={(e) => addTypeAheadFiles([...e.clipboardData.files])}
        onKeyDown={(e) => {
          if (isComposing(e.nativeEvent)) return
          // Enter is a new line in a message. A choice or an answer that nobody sees yet is neither picked nor sent.
          const isSwallowed = e.key === 'Enter' && (!isWriting || e.ctrlKey || e.metaKey)
          const isLeaving = e.key === 'Escape' || e.key === 'Tab'
          if (!isSwallowed && !isLeaving) return
          e.preventDefault()
          e.stopPropagation()
          if (isLeaving) endTypeAhead()
        }}
        className="block w-full resize-none bg-transparent px-3 pt-2 outline-none"
      />
      <p aria-hidden className="px-3 pb-2 text-xs text-dim">
        {t('about')}
      </p>
    </section>
  )
}
