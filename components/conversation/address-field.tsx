'use client'
import { X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import { isComposing } from '@/components/ui/is-composing'
import type { Mailbox } from '@/db/schema/messages'
import { addressesIn, plainAddress } from '@/lib/domain/mail/address'

type Props = {
  label: string
  value: readonly string[]
  /** Whoever it may be: offered while one types. */
  people: readonly Mailbox[]
  onChange: (list: string[]) => void
  autoFocus?: boolean
}

/** Addresses, each on its own chip; what is no address says so and stays to be mended. */
export function AddressField({ label, value, people, onChange, autoFocus }: Props) {
  const t = useTranslations('conversation.mail')
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const asked = typed.trim().toLowerCase()
  const offered = isOpen && asked !== '' ? people.filter((p) => !value.includes(p.address) && `${p.name} ${p.address}`.toLowerCase().includes(asked)).slice(0, 6) : []
  const picked = offered[Math.min(at, offered.length - 1)]

  const add = (text: string) => {
    const list = [...new Set([...value, ...addressesIn(text)])]
    if (list.length !== value.length) onChange(list)
    setTyped('')
    setAt(0)
    setOpen(false)
  }
  const drop = (i: number) => {
    onChange(value.filter((_, n) => n !== i))
    input.current?.focus()
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (isComposing(e.nativeEvent)) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (step && offered.length > 0) {
      e.preventDefault()
      setAt((n) => (Math.min(n, offered.length - 1) + step + offered.length) % offered.length)
    } else if (e.key === 'Escape' && offered.length > 0) {
      e.stopPropagation()
      setOpen(false)
    } else if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey) {
      e.preventDefault()
      add(picked?.address ?? typed)
    } else if ((e.key === ',' || e.key === ';' || (e.key === ' ' && plainAddress(typed) !== null)) && typed.trim() !== '') {
      e.preventDefault()
      add(typed)
    } else if (e.key === 'Tab' && picked && !e.shiftKey) {
      e.preventDefault()
      add(picked.address)
    } else if (e.key === 'Backspace' && typed === '' && value.length > 0) {
      e.preventDefault()
      setTyped(value.at(-1) ?? '')
      onChange(value.slice(0, -1))
    }
  }
  const onPaste = (e: ClipboardEvent) => {
    const text = e.clipboardData.getData('text/plain')
    if (!/[@,;\n]/.test(text)) return
    e.preventDefault()
    add(typed + text)
  }
  return (
    <div className="flex items-start gap-2 text-xs">
      <label htmlFor={id} className="w-14 shrink-0 pt-1.5 text-dim">
        {label}
      </label>
      <div className="relative min-w-0 flex-1">
        <div className="flex min-h-7 flex-wrap items-center gap-1 rounded-md border border-line bg-surface px-1 py-0.5 focus-within:border-accent">
          {value.map((a, i) => {
            const isWrong = plainAddress(a) === null
            const name = people.find((p) => p.address === a)?.name
            return (
              <span
                key={a}
                title={isWrong ? t('badAddress', { address: a }) : a}
                className={cx('flex max-w-full items-center rounded border ps-1.5', isWrong ? 'border-danger bg-danger-soft text-danger' : 'border-line bg-sunken')}
              >
                <span className="truncate" dir="auto">
                  {name ? `${name} <${a}>` : a}
                </span>
                <button
                  type="button"
                  aria-label={isWrong ? `${t('badAddress', { address: a })} ${t('removeAddress', { address: a })}` : t('removeAddress', { address: a })}
                  className="inline-flex size-6 shrink-0 items-center justify-center rounded hover:bg-hover"
                  onClick={() => drop(i)}
                >
                  <X size={12} aria-hidden />
                </button>
              </span>
            )
          })}
          <input
            ref={input}
            id={id}
            dir="ltr"
            type="text"
            inputMode="email"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            autoFocus={autoFocus}
            role="combobox"
            aria-expanded={offered.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={picked ? `${id}-${picked.address}` : undefined}
            maxLength={4000}
            value={typed}
            onChange={(e) => {
              setTyped(e.target.value)
              setOpen(true)
              setAt(0)
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={() => add(typed)}
            className="h-6 min-w-24 flex-1 bg-transparent px-1 text-sm outline-none"
          />
        </div>
        <ul
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          hidden={offered.length === 0}
          className="absolute inset-x-0 bottom-full z-10 mb-1 overflow-hidden rounded-md border border-line bg-raised shadow-lg"
        >
          {offered.map((p) => (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the field hears the keys
            <li
              key={p.address}
              id={`${id}-${p.address}`}
              role="option"
              aria-selected={p === picked}
              tabIndex={-1}
              // Before the field loses its focus and takes what was typed for an address.
              onMouseDown={(e) => e.preventDefault()}
              onClick={() => add(p.address)}
              className={cx('cursor-pointer truncate px-2 py-1.5 text-sm', p === picked && 'bg-selected text-accent-ink')}
              dir="auto"
            >
              {p.name ? `${p.name} <${p.address}>` : p.address}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
