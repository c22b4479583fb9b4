'use client'
import { Bold, Code, Italic, Link, List, ListOrdered, Strikethrough, TextQuote } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from '@/components/ui/icon-button'
import { LOOKS, type Look } from './commands'

const ICONS: Record<Look, ReactNode> = {
  strong: <Bold size={15} />,
  em: <Italic size={15} />,
  strike: <Strikethrough size={15} />,
  link: <Link size={15} />,
  bullet_list: <List size={15} />,
  ordered_list: <ListOrdered size={15} />,
  blockquote: <TextQuote size={15} />,
  code: <Code size={15} />,
}
const KEYS: Partial<Record<Look, string>> = { strong: 'B', em: 'I', link: 'K', strike: '⇧ X', ordered_list: '⇧ 7', bullet_list: '⇧ 8', blockquote: '⇧ 9' }
const ARIA: Partial<Record<Look, string>> = { strong: 'Control+B', em: 'Control+I', link: 'Control+K' }

/** How the words look. One stop for the Tab key; arrows move inside. */
export function Toolbar({ active, onPick }: { active: readonly Look[]; onPick: (look: Look) => void }) {
  const t = useTranslations('conversation.looks')
  const bar = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState(0)
  const mod = /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl'
  const onKeyDown = (e: KeyboardEvent) => {
    const isRtl = bar.current !== null && getComputedStyle(bar.current).direction === 'rtl'
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1, Home: -stop, End: LOOKS.length - 1 - stop }[e.key]
    if (step === undefined) return
    e.preventDefault()
    const next = (stop + step + LOOKS.length) % LOOKS.length
    setStop(next)
    bar.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- its buttons take the focus, one at a time
    <div ref={bar} role="toolbar" aria-label={t('label')} onKeyDown={onKeyDown} className="flex flex-wrap gap-0.5 px-2">
      {LOOKS.map((look, i) => (
        <IconButton
          key={look}
          label={t(look)}
          keys={KEYS[look] && `${mod} ${KEYS[look]}`}
          aria-keyshortcuts={ARIA[look]}
          pressed={active.includes(look)}
          tabIndex={i === stop ? 0 : -1}
          className="size-7"
          // The words keep the focus and what is selected in them.
          onMouseDown={(e) => e.preventDefault()}
          onFocus={() => setStop(i)}
          onClick={() => onPick(look)}
        >
          {ICONS[look]}
        </IconButton>
      ))}
    </div>
  )
}
