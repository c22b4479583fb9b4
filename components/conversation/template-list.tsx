'use client'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { isComposing } from '@/components/ui/is-composing'
import { cx } from '@/components/ui/cx'
import { wordsOf } from '@/lib/domain/templates/fill'
import type { TemplateView } from '@/lib/domain/templates/list'

const plain = (s: string) => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
const SHOWN_MAX = 200

/** As people read it. */
export const titleOf = (t: Pick<TemplateView, 'name'>) => t.name.replaceAll('_', ' ')

/** Approved texts to choose from by typing: arrows move, Enter picks. */
export function TemplateList({ templates, onPick }: { templates: readonly TemplateView[]; onPick: (t: TemplateView) => void }) {
  const t = useTranslations('conversation.template')
  const locale = useLocale()
  const id = useId()
  const search = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' })
  const languageOf = (code: string) => {
    try {
      return languages.of(code.replace('_', '-')) ?? code
    } catch {
      return code
    }
  }
  const wanted = plain(text.trim())
  const all = templates.filter((x) => plain(`${x.name} ${titleOf(x)} ${wordsOf(x.parts, {})} ${languageOf(x.language)}`).includes(wanted))
  const found = all.slice(0, SHOWN_MAX)
  const active = Math.min(at, found.length - 1)
  // It comes when it was read, and again from the form: typing goes on here.
  useEffect(() => search.current?.focus(), [])
  const onKeyDown = (e: KeyboardEvent) => {
    if (isComposing(e.nativeEvent)) return
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: found.length - 1 }[e.key]
    if (to !== undefined && found.length > 0) {
      e.preventDefault()
      const next = (to + found.length) % found.length
      setAt(next)
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (e.key === 'Enter') {
      e.preventDefault()
      const one = found[active]
      if (one) onPick(one)
    }
  }
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <label className="flex items-center gap-2 rounded-md border border-line bg-surface px-2.5">
        <Search size={14} aria-hidden className="text-dim" />
        <input
          ref={search}
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
          aria-label={t('find')}
          placeholder={t('find')}
          autoComplete="off"
          dir="auto"
          value={text}
          onChange={(e) => {
            setText(e.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          className="h-9 w-full bg-transparent outline-none placeholder:text-dim"
        />
      </label>
      <ul id={`${id}-list`} role="listbox" aria-label={t('list')} className="max-h-[45dvh] overflow-y-auto rounded-md border border-line">
        {found.map((x, i) => (
          <li
            key={`${x.name} ${x.language}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            onPointerMove={() => setAt(i)}
            onClick={() => onPick(x)}
            className={cx('cursor-pointer border-b border-line px-3 py-2 last:border-0', i === active && 'bg-hover')}
          >
            <span className="flex items-baseline gap-2">
              <span dir="auto" className="min-w-0 grow truncate font-medium">
                {titleOf(x)}
              </span>
              <span className="shrink-0 text-xs text-dim">{languageOf(x.language)}</span>
            </span>
            <span dir="auto" className="line-clamp-1 text-sm text-dim">
              {x.parts.body}
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className="text-sm text-dim">
        {found.length === 0 ? t('noMatch') : all.length > found.length ? t('more', { count: all.length - found.length }) : ''}
      </p>
    </div>
  )
}
