'use client'
import { Check, Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { isComposing } from '@/components/ui/is-composing'
import { takeTypeAhead, type TypeAheadTarget, useTypeAhead } from '@/components/ui/type-ahead'

export type Choice = {
  key: string
  name: string
  group: string
  icon?: ReactNode
  isOn?: boolean
  hint?: string
  /** Shown at its end. */ note?: ReactNode
  pick: () => void
}

type Props = {
  label: string
  empty: string
  choices: readonly Choice[]
  onPicked: (c: Choice) => void
  /** The key that opened it: what was typed since is its text. */ opener?: TypeAheadTarget['kind']
}

/** A list to choose from by typing: arrows move, Enter picks. `choices` in the order to show. */
export function Picker({ label, empty, choices, onPicked, opener }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const held = useTypeAhead()
  useLayoutEffect(() => {
    const got = opener && takeTypeAhead((x) => x.kind === opener)
    if (!got) return
    // An input has one line.
    if (got.text !== '') setText((was) => was + got.text.replaceAll('\n', ' '))
    if (got.hasFocus) field.current?.focus()
  }, [held, opener])
  const plain = (s: string) => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const found = choices.filter((c) => plain(c.name).includes(plain(text.trim())))
  const active = Math.min(at, found.length - 1)
  const pick = (c: Choice | undefined) => {
    if (!c) return
    onPicked(c)
    c.pick()
  }
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
      pick(found[active])
    }
  }
  return (
    <div className="flex min-w-64 flex-col">
      <label className="mb-1 flex items-center gap-2 rounded-md border border-line bg-surface px-2">
        <Search size={14} aria-hidden className="text-dim" />
        <input
          ref={field}
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
          data-autofocus
          aria-label={label}
          placeholder={label}
          autoComplete="off"
          dir="auto"
          value={text}
          onChange={(e) => {
            setText(e.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          className="h-8 w-full bg-transparent outline-none placeholder:text-dim"
        />
      </label>
      <ul id={`${id}-list`} role="listbox" aria-label={label} className="max-h-72 overflow-y-auto">
        {found.map((c, i) => (
          <li key={c.key} role="presentation">
            {c.group && c.group !== found[i - 1]?.group && (
              <p role="presentation" className="px-2 pt-2 pb-1 text-xs font-medium text-dim">
                {c.group}
              </p>
            )}
            <div
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              onPointerMove={() => setAt(i)}
              onClick={() => pick(c)}
              className={cx('flex min-h-8 cursor-pointer items-center gap-2 rounded px-2', i === active && 'bg-hover')}
            >
              <span aria-hidden className="flex w-5 shrink-0 justify-center">
                {c.icon}
              </span>
              <span className="grow truncate" dir="auto">
                {c.name}
              </span>
              {c.note && <span className="shrink-0 text-xs text-dim">{c.note}</span>}
              {c.isOn && (
                <>
                  <Check size={14} aria-hidden />
                  <span className="sr-only">({c.hint})</span>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p role="status" className="px-2 py-3 text-center text-dim">
          {empty}
        </p>
      )}
    </div>
  )
}
