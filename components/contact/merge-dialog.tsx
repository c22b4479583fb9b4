'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { isComposing } from '@/components/ui/is-composing'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Dialog } from '@/components/ui/dialog'
import { Skeleton } from '@/components/ui/skeleton'
import type { ContactDetails } from '@/lib/domain/contacts/get'
import type { ContactPage } from '@/lib/domain/contacts/list'
import type { Choice } from '@/lib/domain/contacts/facts'
import { get } from '@/lib/queries/fetch'
import { keys } from '@/lib/queries/keys'
import { Compare } from './compare'
import { useMerge } from './use-merge'

/** Finds the other contact, shows both side by side, and makes them one. `other`: already chosen. */
export function MergeDialog({ into, other, onClose }: { into: ContactDetails; other: number | null; onClose: () => void }) {
  const t = useTranslations('contact')
  const common = useTranslations('common')
  const merge = useMerge()
  const [chosen, setChosen] = useState(other)
  const [choice, setChoice] = useState<Choice>({})
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const from = useQuery({
    queryKey: keys.contact(chosen ?? 0),
    queryFn: ({ signal }) => get<ContactDetails>(`/contacts/${chosen}`, {}, { signal }),
    enabled: chosen !== null,
  })
  const submit = async () => {
    if (!from.data) return
    setBusy(true)
    setProblem(null)
    const why = await merge({ into: into.contact, from: from.data.contact, choice })
    setBusy(false)
    if (why === null) onClose()
    else setProblem(why)
  }
  const name = into.contact.name || t('noName')
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('dialog.title')}
      description={chosen === null ? t('dialog.pickAbout', { name }) : t('dialog.about')}
      footer={
        <>
          {chosen !== null && (
            <Button look="quiet" className="me-auto" onClick={() => setChosen(null)}>
              {t('dialog.back')}
            </Button>
          )}
          <Button onClick={onClose}>{common('cancel')}</Button>
          {chosen !== null && (
            <Button look="primary" busy={isBusy} disabled={!from.data} onClick={() => void submit()}>
              {t('dialog.submit')}
            </Button>
          )}
        </>
      }
    >
      {chosen === null ? (
        <Find
          not={into.contact.id}
          onPick={(id) => {
            setChoice({})
            setProblem(null)
            setChosen(id)
          }}
        />
      ) : from.isError ? (
        <p role="alert" className="text-danger">
          {t('failed')}{' '}
          <button type="button" className="underline" onClick={() => void from.refetch()}>
            {common('retry')}
          </button>
        </p>
      ) : from.data ? (
        <Compare into={into} from={from.data} choice={choice} onChoose={setChoice} />
      ) : (
        <div aria-busy className="flex flex-col gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-24" />
        </div>
      )}
      {problem && (
        <p role="alert" className="mt-3 text-sm text-danger">
          {problem}
        </p>
      )}
    </Dialog>
  )
}

/** A contact to choose by typing: arrows move, Enter picks. */
function Find({ not, onPick }: { not: number; onPick: (id: number) => void }) {
  const t = useTranslations('contact.dialog')
  const contact = useTranslations('contact')
  const common = useTranslations('common')
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const wanted = useDeferredValue(text.trim())
  const q = useQuery({
    queryKey: keys.contactSearch(wanted),
    queryFn: ({ signal }) => get<ContactPage>('/contacts', { text: wanted, limit: 20 }, { signal }),
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  })
  /** What is shown answers what was typed before: nothing is picked from it by key. */
  const isStale = q.isPlaceholderData || q.isFetching || wanted !== text.trim()
  const found = wanted === '' ? [] : (q.data?.contacts ?? []).filter((c) => c.id !== not)
  const active = Math.max(0, Math.min(at, found.length - 1))
  const onKeyDown = (e: KeyboardEvent) => {
    if (isComposing(e.nativeEvent)) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (step !== undefined && found.length > 0) {
      e.preventDefault()
      const next = (active + step + found.length) % found.length
      setAt(next)
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (e.key === 'Enter') {
      e.preventDefault()
      const pick = found[active]
      if (pick && !isStale) onPick(pick.id)
    }
  }
  return (
    <div className="flex flex-col gap-2">
      <label className="flex items-center gap-2 rounded-md border border-line bg-surface px-2 focus-within:border-accent">
        <Search size={14} aria-hidden className="shrink-0 text-dim" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
          aria-label={t('search')}
          placeholder={t('search')}
          autoComplete="off"
          dir="auto"
          maxLength={200}
          value={text}
          onChange={(e) => {
            setText(e.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          className="h-9 w-full bg-transparent outline-none placeholder:text-dim"
        />
      </label>
      <p role="status" className={cx('text-sm text-dim', found.length > 0 && 'sr-only')}>
        {wanted === ''
          ? t('hint')
          : q.isError
            ? contact('failed')
            : q.isPending
              ? common('loading')
              : found.length === 0
                ? t('nobody')
                : t('found', { count: found.length })}
      </p>
      <ul id={`${id}-list`} role="listbox" aria-label={t('title')} aria-busy={isStale} className="max-h-80 overflow-y-auto aria-busy:opacity-60">
        {found.map((c, i) => (
          <li
            key={c.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            onPointerMove={() => setAt(i)}
            onClick={() => onPick(c.id)}
            className={cx('flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 py-1', i === active && 'bg-hover')}
          >
            <Avatar name={c.name} />
            <span className="flex min-w-0 flex-col">
              <span className="truncate" dir="auto">
                {c.name || contact('noName')}
              </span>
              <span className="truncate text-xs text-dim" dir="auto">
                {[c.email, c.phoneShown, c.company].filter(Boolean).join(' · ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
