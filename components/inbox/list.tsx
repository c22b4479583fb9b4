'use client'
import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { useNow, useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import type { Filter } from '@/lib/domain/conversations/filter'
import { useList } from '@/lib/queries/list'
import { actedLately, leftLately } from '@/lib/queries/mutations'
import { usePresenceMap } from '@/lib/queries/presence'
import { prefetchThread } from '@/lib/queries/thread'
import { isTyping } from '@/components/ui/type-ahead'
import { arrange, type Shown } from './arrange'
import { isPlainPress, usePlace } from './place'
import { Row, ROW_HEIGHT } from './row'
import { clearSelection, keepSelected, useSelection } from './selection'

// Most lists have something in them: the rest need not come with the page.
const EmptyList = dynamic(() => import('./empty-list').then((m) => m.EmptyList))

export type ListHandle = {
  /** The row keys act on: the one in focus or on its way to it, else the open one. */
  target(): number | null
  /** The row that Tab would come to. */
  first(): number | null
  /** Moves focus by so many rows from the focused or open one. Returns where it went. */
  move(by: number): number | null
  /** null: the row that Tab would come to. */
  focus(id: number | null): void
}
type Props = {
  filter: Filter
  openId: number | null
  onOpen: (id: number) => void
  /** The person took the open conversation out of the list; `next` stands in its place. */ onOpenRemoved: (next: number | null) => void
  ref: Ref<ListHandle>
}

/** Rows drawn beyond what is seen, on either side. */
const BEYOND = 6
/** What the server takes the list's place to be, px. */
const ASSUMED = { width: 352, height: 760 }
/** Rests on a row this long before its thread is fetched, ms. */
const REST = 40
/** After a key moved the focus the order holds still this long, ms. */
const KEY_CALM = 3000

/** The conversations of a filter. Give it the filter as `key`: another filter is another list. */
export function List({ filter, openId, onOpen, onOpenRemoved, ref }: Props) {
  const t = useTranslations('inbox.list')
  const client = useQueryClient()
  const { hrefOf } = usePlace()
  const now = useNow({ updateInterval: 30_000 }).getTime()
  const { rows, isPending, isError, isFetchNextPageError, hasNextPage, isFetchingNextPage, fetchNextPage, refetch, isFetching } = useList(filter)
  const present = usePresenceMap()
  const scroller = useRef<HTMLDivElement>(null)
  const [isHovered, setHovered] = useState(false)
  const [isScrolled, setScrolled] = useState(false)
  const [isKeyed, setKeyed] = useState(false)
  const [cursor, setCursor] = useState<number | null>(null)
  const [wanted, setWanted] = useState<number | null>(null)
  const before = useRef<Shown[]>([])
  // Taking a conversation out of Unassigned to answer it must not close it; closing it does lead on.
  const isOwn = (id: number) => leftLately(id) || (actedLately(id) && id !== openId)
  const { shown, fresh } = arrange(before.current, rows, { isFrozen: isHovered || isScrolled || isKeyed, openId, isOwn })

  // The virtualizer scrolls to its own beginning when it mounts. Whoever scrolled before the scripts came stays where they are,
  // or a click that is under way lands on another row.
  const scrolledBefore = useRef(0)
  useLayoutEffect(() => {
    scrolledBefore.current = scroller.current?.scrollTop ?? 0
  }, [])
  const v = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    getItemKey: (i) => shown[i]?.row.id ?? i,
    estimateSize: () => ROW_HEIGHT,
    overscan: BEYOND,
    initialRect: ASSUMED,
  })
  useLayoutEffect(() => {
    if (scrolledBefore.current > 0) scroller.current?.scrollTo({ top: scrolledBefore.current })
  }, [])
  const drawn = v.getVirtualItems()
  const end = (drawn.at(-1)?.index ?? -1) + 1
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && end >= shown.length - 5) void fetchNextPage()
  }, [end, shown.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  // What the person took away themselves: focus goes to what now stands in its place.
  const focusLost = useRef<number | null>(null)
  useLayoutEffect(() => {
    const was = before.current
    before.current = shown
    const here = new Set(shown.map((s) => s.row.id))
    const left = [openId, focusLost.current].find((id) => id !== null && !here.has(id) && isOwn(id) && was.some((s) => s.row.id === id))
    if (left === undefined || left === null) return
    focusLost.current = null
    const at = was.findIndex((s) => s.row.id === left)
    const next = shown[Math.min(at, shown.length - 1)]?.row.id ?? null
    if (next !== null && !isTyping()) focus(next)
    if (left === openId) onOpenRemoved(next)
  })

  useEffect(() => {
    if (wanted === null) return
    const at = shown.findIndex((s) => s.row.id === wanted)
    // Who began to write meanwhile keeps the focus.
    if (at < 0 || isTyping()) return want(null)
    v.scrollToIndex(at, { align: 'auto' })
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted}"]`)
    if (!row) return
    row.focus({ preventScroll: true })
    want(null)
  }, [wanted, shown, v, drawn])
  useEffect(() => {
    if (!isKeyed) return
    const timer = setTimeout(() => setKeyed(false), KEY_CALM)
    return () => clearTimeout(timer)
  }, [isKeyed, cursor])

  // Known at once, so that a key pressed before the row has the focus speaks of that row.
  const next = useRef<number | null>(null)
  const want = (id: number | null) => {
    next.current = id
    setWanted(id)
  }
  const focus = (id: number) => {
    setCursor(id)
    want(id)
  }
  const focused = () => {
    const at = document.activeElement instanceof HTMLElement && scroller.current?.contains(document.activeElement) ? Number(document.activeElement.dataset.row) : 0
    return at || null
  }
  const move = (by: number): number | null => {
    const from = shown.findIndex((s) => s.row.id === (next.current ?? focused() ?? openId ?? cursor))
    const to = shown[from < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, from + by))]?.row.id ?? null
    if (to === null) return null
    setKeyed(true)
    focus(to)
    return to
  }

  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const rowAt = (e: { target: EventTarget }) => {
    const id = e.target instanceof Element ? Number(e.target.closest<HTMLElement>('[data-row]')?.dataset.row) : 0
    return id || null
  }
  const prefetch = (id: number | null, wait: number) => {
    clearTimeout(resting.current)
    if (id !== null) resting.current = setTimeout(() => void prefetchThread(client, id), wait)
  }
  const stop = shown.some((s) => s.row.id === cursor) ? cursor : shown.some((s) => s.row.id === openId) ? openId : (shown[0]?.row.id ?? null)

  useImperativeHandle(ref, () => ({
    target: () => next.current ?? focused() ?? openId,
    first: () => stop,
    move,
    focus: (id) => {
      const to = id ?? stop
      if (to !== null) focus(to)
    },
  }))
  const selected = useSelection()
  useEffect(() => keepSelected(new Set(shown.map((s) => s.row.id))), [shown])
  useEffect(() => clearSelection, [])

  if (isPending && !isError) return <Waiting />
  return (
    <div className="relative min-h-0 grow">
      {fresh > 0 && (
        <Button
          look="primary"
          className="absolute inset-x-0 top-2 z-10 mx-auto w-fit rounded-full shadow-lg"
          onClick={() => {
            scroller.current?.scrollTo({ top: 0 })
            before.current = []
            setHovered(false)
            setScrolled(false)
            setKeyed(false)
          }}
        >
          <span role="status">{t('fresh', { count: fresh })}</span>
        </Button>
      )}
      <div
        ref={scroller}
        className="h-full overflow-y-auto [overflow-anchor:none]"
        onScroll={(e) => setScrolled(e.currentTarget.scrollTop > ROW_HEIGHT / 2)}
        onPointerEnter={(e) => e.pointerType === 'mouse' && setHovered(true)}
        onPointerLeave={() => {
          setHovered(false)
          prefetch(null, 0)
        }}
        onPointerOver={(e) => e.pointerType === 'mouse' && prefetch(rowAt(e), REST)}
        onPointerDown={(e) => prefetch(rowAt(e), 0)}
        onFocus={(e) => {
          const id = rowAt(e)
          if (id === null) return
          focusLost.current = id
          setCursor(id)
          prefetch(id, REST)
        }}
        onBlur={(e) => {
          if (e.relatedTarget) focusLost.current = null
        }}
        onKeyDown={(e) => {
          const by = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : e.key === 'Home' ? -shown.length : e.key === 'End' ? shown.length : 0
          if (by === 0 || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return
          e.preventDefault()
          move(by)
        }}
        onClick={(e) => {
          const id = rowAt(e)
          if (id === null || !isPlainPress(e)) return
          e.preventDefault()
          onOpen(id)
        }}
      >
        {isError && !isFetchNextPageError && <Failed text={t('failed')} onRetry={() => void refetch()} isBusy={isFetching} />}
        {!isError && shown.length === 0 && <EmptyList />}
        {shown.length > 0 && (
          <ul aria-label={t('label')} aria-busy={isFetching} className="relative" style={{ height: v.getTotalSize() }}>
            {drawn.map(({ index, start, size }) => {
              const { row, isGone } = shown[index] ?? {}
              return row ? (
                <li
                  key={row.id}
                  aria-setsize={hasNextPage ? -1 : shown.length}
                  aria-posinset={index + 1}
                  className="absolute inset-x-0 top-0"
                  style={{ height: size, transform: `translateY(${start}px)` }}
                >
                  <Row
                    row={row}
                    isGone={isGone ?? false}
                    now={now}
                    href={hrefOf({ openId: row.id })}
                    isOpen={row.id === openId}
                    isSelected={selected.includes(row.id)}
                    isTabStop={row.id === stop}
                    showAssignee={filter.assignee !== 'me'}
                    isHere={present[row.id]?.contactOnline ?? false}
                  />
                </li>
              ) : null
            })}
          </ul>
        )}
        {isFetchNextPageError ? (
          <Failed text={t('failedMore')} onRetry={() => void fetchNextPage()} isBusy={isFetchingNextPage} />
        ) : hasNextPage ? (
          <p className="p-4 text-center text-dim">{t('more')}</p>
        ) : (
          shown.length > 8 && <p className="p-4 text-center text-dim">{t('end')}</p>
        )}
      </div>
    </div>
  )
}

function Waiting() {
  const t = useTranslations('inbox.list')
  return (
    <div role="status" aria-label={t('loading')} className="min-h-0 grow overflow-hidden">
      {Array.from({ length: 12 }, (_, i) => (
        <div key={i} className="flex gap-3 border-b border-line px-3 py-2.5" style={{ height: ROW_HEIGHT }}>
          <Skeleton className="size-8 shrink-0 rounded-full" />
          <div className="flex grow flex-col gap-2 pt-1">
            <Skeleton className="h-3 w-1/2" />
            <Skeleton className="h-3 w-4/5" />
            <Skeleton className="h-2.5 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  )
}

function Failed({ text, onRetry, isBusy }: { text: string; onRetry: () => void; isBusy: boolean }) {
  const common = useTranslations('common')
  return (
    <div role="alert" className="m-3 flex items-center gap-3 rounded-lg bg-danger-soft px-3 py-2 text-danger">
      <span className="grow">{text}</span>
      <Button onClick={onRetry} busy={isBusy}>
        {common('retry')}
      </Button>
    </div>
  )
}
