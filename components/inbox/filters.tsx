'use client'
import { ListFilter, Menu as Lines, Search, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuChoice, MenuItem, MenuLine, MenuTick } from '@/components/ui/menu'
import { useCounts } from '@/lib/queries/counts'
import { useDirectory, useMe } from '@/lib/queries/directory'
import { isNarrowed, type Narrow, type View } from '@/lib/queries/views'
import { isComposing } from '@/components/ui/is-composing'
import { takeTypeAhead, useTypeAhead } from '@/components/ui/type-ahead'
import { usePlace } from './place'
import { usePlaceName, useViewName } from './view-name'

const TYPES = ['email', 'whatsapp', 'telegram', 'sms', 'messenger', 'instagram', 'webchat'] as const
const STATUSES = ['open', 'pending', 'snoozed', 'closed', 'any'] as const
/** After the last key the words are looked for, ms. */
const TYPING = 250

/** The head of the list: which view, the search, and what narrows it. */
export function ListHead({ onDrawer, onLeaveSearch }: { onDrawer: () => void; onLeaveSearch: () => void }) {
  const t = useTranslations('inbox')
  const { place } = usePlace()
  const count = useCounts().of(place.view)
  const name = useViewName(place.view)
  const title = usePlaceName(place)
  const format = useFormatter()
  return (
    <header className="flex flex-col gap-2 border-b border-line px-3 pt-2 pb-2">
      <div className="flex h-8 items-center gap-1">
        <IconButton label={t('nav.open')} onClick={onDrawer} className="-ms-2 lg:hidden">
          <Lines size={16} />
        </IconButton>
        <h1 dir="auto" title={title} className="min-w-0 truncate text-base font-semibold">
          {title}
        </h1>
        {count !== null && !isNarrowed(place.narrow) && <span className="px-1 text-dim tabular-nums">{format.number(count)}</span>}
        <span className="grow" />
        <FilterMenu />
      </div>
      <SearchBox onLeave={onLeaveSearch} />
      {place.narrow.text && <SearchScope name={name} />}
      <Chips />
    </header>
  )
}

function SearchBox({ onLeave }: { onLeave: () => void }) {
  const t = useTranslations('inbox.filters')
  const { place, go } = usePlace()
  const text = place.narrow.text ?? ''
  const [typed, setTyped] = useState(text)
  const sent = useRef(text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    // The address moved without us: back, forward, another view.
    if (text === sent.current) return
    clearTimeout(timer.current)
    sent.current = text
    setTyped(text)
  }, [text])
  const look = (value: string) => {
    clearTimeout(timer.current)
    sent.current = value.trim()
    go({ narrow: { ...place.narrow, text: value.trim() || undefined, inView: value.trim() ? place.narrow.inView : undefined } }, 'replace')
  }
  const write = (value: string) => {
    setTyped(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => look(value), TYPING)
  }
  const field = useRef<HTMLInputElement>(null)
  const held = useTypeAhead()
  useLayoutEffect(() => {
    const got = takeTypeAhead((x) => x.kind === 'search')
    if (!got) return
    if (got.text !== '') write(got.text)
    if (got.hasFocus) field.current?.focus()
    // With each change of what is held.
    // eslint-disable-next-line react/exhaustive-deps
  }, [held])
  return (
    <div className="relative">
      <Search aria-hidden size={14} className="pointer-events-none absolute start-2.5 top-2 text-dim" />
      <input
        ref={field}
        type="search"
        dir="auto"
        aria-label={t('search')}
        aria-keyshortcuts="/"
        placeholder={t('search')}
        maxLength={200}
        value={typed}
        onChange={(e) => write(e.target.value)}
        onKeyDown={(e) => {
          if (isComposing(e.nativeEvent)) return
          if (e.key === 'Enter') look(typed)
          if (e.key !== 'Escape') return
          e.preventDefault()
          if (typed === '') {
            e.currentTarget.blur()
            return onLeave()
          }
          setTyped('')
          look('')
        }}
        className="h-8 w-full rounded-md border border-line bg-surface ps-8 pe-8 placeholder:text-dim focus-visible:border-accent [&::-webkit-search-cancel-button]:hidden"
      />
      {typed !== '' && (
        <IconButton
          label={t('clearSearch')}
          className="absolute end-0.5 top-0.5 size-7"
          onClick={() => {
            setTyped('')
            look('')
          }}
        >
          <X size={14} />
        </IconButton>
      )}
    </div>
  )
}

/** Where the words are looked for: everywhere, or in the view the person came from. */
function SearchScope({ name }: { name: string }) {
  const t = useTranslations('inbox.filters')
  const { place, go } = usePlace()
  const { narrow } = place
  const choices = [
    { label: t('everywhere'), isOn: !narrow.inView, inView: undefined },
    { label: t('inView', { view: name }), isOn: narrow.inView === true, inView: true },
  ] as const
  return (
    <div role="group" aria-label={t('scope')} className="flex min-w-0 gap-1">
      {choices.map(({ label, isOn, inView }) => (
        <button
          key={label}
          type="button"
          aria-pressed={isOn}
          dir="auto"
          onClick={() => go({ narrow: { ...narrow, inView } }, 'replace')}
          className={cx('h-7 min-w-0 truncate rounded-full px-2.5 text-xs', isOn ? 'bg-selected text-accent-ink' : 'text-dim hover:bg-hover hover:text-ink')}
        >
          {label}
        </button>
      ))}
    </div>
  )
}

function FilterMenu() {
  const t = useTranslations('inbox')
  const { place, filter, go } = usePlace()
  const { active } = useDirectory()
  const me = useMe()
  const { narrow } = place
  const set = (part: Narrow) => go({ narrow: { ...narrow, ...part } }, 'replace')
  const isTeam = filter.kind === 'team'
  const format = useFormatter()
  const counts = useCounts()
  const countOf = (view: View) => {
    const n = counts.of(view)
    return n === null ? undefined : format.number(n)
  }
  const colleagues = active.filter((u) => u.id !== me.id).map((u) => ({ value: String(u.id), label: <span dir="auto">{u.name}</span> }))
  return (
    <Menu
      stays
      align="end"
      label={t('filters.label')}
      trigger={
        <IconButton label={isNarrowed(narrow) ? t('filters.active') : t('filters.label')} pressed={isNarrowed(narrow)}>
          <ListFilter size={16} />
        </IconButton>
      }
    >
      {!isTeam && (
        <MenuTick hint={countOf('needs-reply')} checked={narrow.needsReply ?? false} onChange={(on) => set({ needsReply: on || undefined })}>
          {t('filters.needsReply')}
        </MenuTick>
      )}
      <MenuTick checked={narrow.unread ?? false} onChange={(on) => set({ unread: on || undefined })}>
        {t('filters.unread')}
      </MenuTick>
      {isTeam && (
        <MenuTick checked={narrow.archived ?? false} onChange={(on) => set({ archived: on || undefined })}>
          {t('views.archived')}
        </MenuTick>
      )}
      {!isTeam && (
        <>
          <MenuLine />
          <MenuChoice
            label={t('filters.sort')}
            value={narrow.sort ?? 'activity'}
            onChange={(v) => set({ sort: v === 'waiting' ? 'waiting' : undefined })}
            options={[
              { value: 'activity', label: t('filters.byActivity') },
              { value: 'waiting', label: t('filters.byWaiting') },
            ]}
          />
          <MenuLine />
          <MenuChoice
            label={t('filters.status')}
            value={narrow.status ?? ''}
            onChange={(v) => set({ status: STATUSES.find((s) => s === v) })}
            options={[
              { value: '', label: t('filters.asView') },
              ...STATUSES.map((s) => ({ value: s, label: t(`status.${s}`), hint: s === 'any' ? undefined : countOf(s === 'open' ? 'all' : s) })),
            ]}
          />
          <MenuLine />
          <MenuChoice
            label={t('filters.assignee')}
            value={String(narrow.assignee ?? '')}
            onChange={(v) => set({ assignee: v === '' ? undefined : v === 'me' || v === 'none' || v === 'any' ? v : Number(v) })}
            options={[
              { value: '', label: t('filters.asView') },
              { value: 'any', label: t('filters.anyone') },
              { value: 'me', label: t('filters.me'), hint: countOf('mine') },
              { value: 'none', label: t('filters.nobody'), hint: countOf('unassigned') },
              ...colleagues,
            ]}
          />
          <MenuLine />
          <MenuChoice
            label={t('filters.channelType')}
            value={narrow.channelType ?? ''}
            onChange={(v) => set({ channelType: TYPES.find((c) => c === v) })}
            options={[{ value: '', label: t('filters.anyChannel') }, ...TYPES.map((c) => ({ value: c, label: t(`channelTypes.${c}`) }))]}
          />
        </>
      )}
      {isNarrowed(narrow) && (
        <>
          <MenuLine />
          <MenuItem onSelect={() => go({ narrow: { sort: narrow.sort } }, 'replace')}>{t('filters.clear')}</MenuItem>
        </>
      )}
    </Menu>
  )
}

/** What narrows the list, each to be taken away. */
function Chips() {
  const t = useTranslations('inbox')
  const { place, go } = usePlace()
  const { userById } = useDirectory()
  const { narrow } = place
  const chips: [keyof Narrow, string][] = []
  if (narrow.status) chips.push(['status', t(`status.${narrow.status}`)])
  if (narrow.assignee)
    chips.push([
      'assignee',
      `${t('filters.assignee')}: ${typeof narrow.assignee === 'number' ? (userById.get(narrow.assignee)?.name ?? '?') : t(`filters.${narrow.assignee === 'me' ? 'me' : narrow.assignee === 'none' ? 'nobody' : 'anyone'}`)}`,
    ])
  if (narrow.channelType) chips.push(['channelType', t(`channelTypes.${narrow.channelType}`)])
  if (narrow.needsReply) chips.push(['needsReply', t('filters.needsReply')])
  if (narrow.unread) chips.push(['unread', t('filters.unread')])
  if (narrow.archived) chips.push(['archived', t('views.archived')])
  if (narrow.sort) chips.push(['sort', t('filters.byWaiting')])
  if (chips.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-1">
      {chips.map(([key, name]) => (
        <li key={key}>
          <button
            type="button"
            aria-label={t('filters.remove', { name })}
            onClick={() => go({ narrow: { ...narrow, [key]: undefined } }, 'replace')}
            className="inline-flex h-7 items-center gap-1 rounded-full bg-selected ps-2.5 pe-1.5 text-xs text-accent-ink hover:brightness-95"
          >
            <span dir="auto">{name}</span>
            <X aria-hidden size={12} />
          </button>
        </li>
      ))}
    </ul>
  )
}
