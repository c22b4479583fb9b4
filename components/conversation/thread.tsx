'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, LoaderCircle } from 'lucide-react'
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type Ref } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { isTyping } from '@/components/ui/type-ahead'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useMe } from '@/lib/queries/directory'
import type { useSend } from '@/lib/queries/send'
import type { useThread } from '@/lib/queries/thread'
import type { Opened } from '@/lib/queries/thread-merge'
import { Announcer } from './announcer'
import type { Item } from './items'
import { isNear } from './start'
import { ThreadLine } from './thread-line'
import { useItems } from './use-items'
import { useSeen } from './use-seen'

/** `toMessage` answers whether it is among those loaded; `whenHere`: as soon as it is; `isHit`: a search found it, so it stays marked and takes no focus. */
export type ThreadHandle = { focus: () => void; toEnd: () => void; isAtEnd: () => boolean; toMessage: (id: number, whenHere?: boolean, isHit?: boolean) => boolean }

type Props = {
  opened: Opened
  thread: ReturnType<typeof useThread>
  sending: ReturnType<typeof useSend>
  /** Index of the first unread when the conversation was opened; null when all was read. */
  newFrom: number | null
  /** Called with the highest index that stood on screen while the page was visible. */
  onSeen: (index: number) => void
  onUnreadFrom: (index: number) => void
  ref: Ref<ThreadHandle>
}

/** The messages: only those near the screen are drawn; they hang from the end, so what comes above moves nothing. */
export function ThreadView({ opened, thread, sending, newFrom, onSeen, onUnreadFrom, ref }: Props) {
  const t = useTranslations('conversation.thread')
  const me = useMe().id
  const scroller = useRef<HTMLDivElement>(null)
  const { messages, moreBefore, moreAfter } = opened.thread
  const { row } = opened.details
  const items = useItems(messages, moreAfter ? NONE : sending.entries, newFrom, me)

  const v = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (i) => items[i]?.key ?? i,
    estimateSize: (i) => estimate(items[i]),
    overscan: 6,
    anchorTo: 'end',
    followOnAppend: !moreAfter,
    scrollEndThreshold: 60,
    paddingStart: 12,
    paddingEnd: 12,
  })

  const isPlaced = useRef(false)
  const isStuck = useRef(false)
  const holdsTop = useRef(false)
  // Where reading begins; once more when the stretch with the first unread comes only after the first look.
  const begin = useRef({ newFrom, isFound: false })
  const [isSettled, setSettled] = useState(false)
  useLayoutEffect(() => {
    const start = begin.current
    if (items.length === 0 || (isPlaced.current && (start.isFound || start.newFrom === null || start.newFrom !== newFrom))) return
    const at = isNear(row, newFrom) ? items.findIndex((i) => i.type === 'new') : -1
    if (at < 0 && isPlaced.current) return
    isPlaced.current = true
    start.isFound = at >= 0
    isStuck.current = at < 0
    // A newest message taller than the screen is read from its top.
    holdsTop.current = at < 0 && newFrom !== null
    if (at >= 0) v.scrollToIndex(Math.max(0, at - 1), { align: 'start' })
    else if (holdsTop.current) v.scrollToIndex(items.length - 1, { align: 'start' })
    else v.scrollToEnd()
  }, [items, newFrom, row, v])
  // Pages that came while it is still finding its place would move the place.
  const hasItems = items.length > 0
  useEffect(() => {
    if (!hasItems) return
    const timer = setTimeout(() => setSettled(true), 250)
    return () => clearTimeout(timer)
  }, [hasItems])

  // Whoever reads the end keeps reading it when the window, the composer or a message changes its size.
  const total = v.getTotalSize()
  const { width = 0, height = 0 } = v.scrollRect ?? {}
  useLayoutEffect(() => {
    if (moreAfter) return
    if (holdsTop.current) v.scrollToIndex(items.length - 1, { align: 'start' })
    else if (isStuck.current) v.scrollToEnd()
  }, [v, width, height, total, moreAfter, items.length])
  const letGo = () => {
    holdsTop.current = false
  }

  const shown = v.getVirtualItems()
  const first = shown[0]?.index ?? 0
  const last = shown.at(-1)?.index ?? -1
  const { loadOlder, loadNewer, jump, loading, pageError } = thread
  useEffect(() => {
    if (pageError || loading || !isSettled) return
    if (moreBefore && first <= 4) void loadOlder()
    else if (moreAfter && last >= items.length - 5) void loadNewer()
  }, [first, last, items.length, moreBefore, moreAfter, loadOlder, loadNewer, loading, pageError, isSettled])

  const isAtEnd = !moreAfter && v.isAtEnd(60)
  const seen = useSeen(v, items, scroller, onSeen)
  const unseen = unseenCount(messages, row, seen, me)
  const toEnd = async () => {
    letGo()
    if (moreAfter) await jump()
    requestAnimationFrame(() => v.scrollToEnd())
  }
  // Left long behind: reading begins at the newest, and the first unread is one press away.
  const isFarUnread = newFrom !== null && newFrom > 0 && !isNear(row, newFrom)
  const [wantsUnread, setWantsUnread] = useState<'offered' | 'wanted' | 'shown'>('offered')
  const toUnread = () => {
    if (newFrom === null) return
    letGo()
    isStuck.current = false
    setWantsUnread('wanted')
    if (newFrom < (messages[0]?.index ?? 0)) void jump(newFrom)
  }
  useEffect(() => {
    const at = wantsUnread === 'wanted' && newFrom !== null && newFrom >= (messages[0]?.index ?? 0) ? items.findIndex((i) => i.type === 'new') : -1
    if (at < 0) return
    setWantsUnread('shown')
    v.scrollToIndex(Math.max(0, at - 1), { align: 'start' })
  }, [wantsUnread, newFrom, messages, items, v])
  const wanted = useRef<number | null>(null)
  const [hitId, setHitId] = useState<number | null>(null)
  const toMessage = (id: number, whenHere = false, isHit = id === hitId) => {
    if (isHit && hitId !== id) setHitId(id)
    const at = items.findIndex((i) => i.type === 'message' && i.message.id === id)
    wanted.current = at < 0 && whenHere ? id : null
    if (at < 0) return false
    isStuck.current = false
    letGo()
    v.scrollToIndex(at, { align: 'center' })
    if (!isHit) point(scroller.current, id)
    return true
  }
  useEffect(() => {
    if (wanted.current !== null) toMessage(wanted.current, true)
  })
  useImperativeHandle(ref, () => ({ focus: () => scroller.current?.focus({ preventScroll: true }), toEnd: () => void toEnd(), isAtEnd: () => isAtEnd, toMessage }))

  return (
    <div className="relative min-h-0 flex-1 [@media(max-height:26rem)]:min-h-[70dvh] [@media(max-height:26rem)]:shrink-0">
      <Announcer messages={messages} me={me} />
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('label')}
        aria-busy={loading !== null}
        tabIndex={0}
        onScroll={(e) => {
          const el = e.currentTarget
          isStuck.current = el.scrollHeight - el.scrollTop - el.clientHeight < 24
        }}
        onWheel={letGo}
        onPointerDown={letGo}
        onKeyDown={letGo}
        className="flex h-full flex-col overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        {/* Keeps a short thread at the bottom, where the composer is. */}
        <div className="flex-1" />
        {items.length === 0 && <p className="p-8 text-center text-dim">{t(row.kind === 'team' ? 'emptyTeam' : 'empty')}</p>}
        <div className="relative w-full shrink-0" style={{ height: total }}>
          {shown.map((s) => {
            const item = items[s.index]
            return item ? (
              <div
                key={s.key}
                data-index={s.index}
                ref={v.measureElement}
                className={cx('absolute inset-x-0 top-0', isHit(item, hitId) && 'bg-selected outline-2 -outline-offset-2 outline-accent')}
                style={{ transform: `translateY(${s.start}px)` }}
              >
                <ThreadLine item={item} row={row} me={me} sending={sending} onUnreadFrom={onUnreadFrom} />
              </div>
            ) : null
          })}
        </div>
      </div>
      {(loading === 'older' || loading === 'newer') && (
        <p role="status" className={`pointer-events-none absolute inset-x-0 flex justify-center ${loading === 'older' ? 'top-2' : 'bottom-2'}`}>
          <span className="flex items-center gap-2 rounded-full border border-line bg-raised px-3 py-1 text-xs text-dim shadow">
            <LoaderCircle size={12} aria-hidden className="animate-spin" />
            {t(loading === 'older' ? 'loadingOlder' : 'loadingNewer')}
          </span>
        </p>
      )}
      {pageError !== null && (
        <div role="alert" className="absolute inset-x-0 top-2 mx-auto flex w-fit items-center gap-2 rounded-md border border-danger bg-danger-soft px-3 py-1 text-danger">
          {t('pageFailed')}
          <RetryPage onPress={() => void (moreBefore && first <= 4 ? loadOlder() : moreAfter ? loadNewer() : jump())} />
        </div>
      )}
      {isFarUnread && wantsUnread === 'offered' && (
        <Button className="absolute inset-x-0 top-3 mx-auto w-fit rounded-full shadow-lg" onClick={toUnread}>
          <ArrowUp size={14} aria-hidden />
          {t('firstUnread')}
        </Button>
      )}
      {!isAtEnd && isPlaced.current && (
        <Button className="absolute inset-x-0 bottom-3 mx-auto w-fit rounded-full shadow-lg" busy={loading === 'jump'} onClick={() => void toEnd()}>
          <ArrowDown size={14} aria-hidden />
          {unseen > 0 ? t('latestCount', { count: unseen }) : t('latest')}
        </Button>
      )}
    </div>
  )
}

const NONE: never[] = []
const isHit = (item: Item, hitId: number | null) => hitId !== null && item.type === 'message' && item.message.id === hitId

/** Gives it the focus and a moment's light, as soon as it is drawn. */
function point(scroller: HTMLElement | null, id: number, tries = 30): void {
  const el = scroller?.querySelector<HTMLElement>(`[data-message="${id}"]`)
  if (!el) return void (tries > 0 && requestAnimationFrame(() => point(scroller, id, tries - 1)))
  if (!isTyping()) el.focus({ preventScroll: true })
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) el.animate([{ backgroundColor: 'var(--selected)' }, { backgroundColor: 'transparent' }], 1200)
}

function RetryPage({ onPress }: { onPress: () => void }) {
  const t = useTranslations('common')
  return (
    <button type="button" className="min-h-6 font-medium underline" onClick={onPress}>
      {t('retry')}
    </button>
  )
}

/** Others' messages below what was seen; beyond the loaded stretch every index counts. */
function unseenCount(messages: Opened['thread']['messages'], row: ConversationRow, seen: number, me: number): number {
  const here = messages.filter((m) => m.index > seen && m.kind !== 'system' && m.author.id !== me).length
  return here + Math.max(0, row.lastContentIndex - Math.max(messages.at(-1)?.index ?? -1, seen))
}

/** A first guess of a line's height in px; the real one is measured once it is drawn. */
function estimate(item: Item | undefined): number {
  if (!item) return 40
  if (item.type === 'day' || item.type === 'new') return 40
  const body = item.type === 'message' ? item.message.body : item.entry.body
  if (item.type === 'message' && item.message.kind === 'system') return 28
  const files = item.type === 'message' ? item.message.attachments.length : item.entry.attachments.length
  return 46 + (item.isFirst ? 28 : 0) + Math.min(60, Math.ceil(body.length / 72) + body.split('\n', 60).length - 1) * 20 + (files > 0 ? 120 : 0)
}
