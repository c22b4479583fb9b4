'use client'
import { ArrowDown } from 'lucide-react'
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Chat, State } from './chat'
import { Day } from './day'
import { Bubble, WaitingBubble } from './message'

type Props = { chat: Chat; state: State; greeting: string; name: string }

/** Messages of one side within this many ms stand together. */
const TOGETHER = 5 * 60_000
/** px from the end that still count as the end. */
const NEAR = 80

const dayOf = (at: number) => new Date(at).toDateString()

/** Everything that was said. Opens at the newest, and stays there unless somebody reads further up. */
export function Log({ chat, state, greeting, name }: Props) {
  const t = useTranslations('widget')
  const room = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const before = useRef({ first: 0, height: 0 })
  const [below, setBelow] = useState(0)
  const { messages, waiting, phase } = state
  const last = messages.at(-1)
  const first = messages[0]
  const lastMine = useMemo(() => messages.findLast((m) => m.from === 'me'), [messages])

  useLayoutEffect(() => {
    const el = room.current
    if (!el) return
    const was = before.current
    // Older ones came in above: what one reads stays where it is.
    if (was.first && first && first.id !== was.first && !isAtEnd.current) el.scrollTop += el.scrollHeight - was.height
    else if (isAtEnd.current) el.scrollTop = el.scrollHeight
    before.current = { first: first?.id ?? 0, height: el.scrollHeight }
  }, [first, last, waiting.length, state.typing.length, phase])

  useEffect(() => {
    if (!isAtEnd.current && last?.from === 'team') setBelow((n) => n + 1)
  }, [last])
  useEffect(() => {
    if (waiting.length > 0) toEnd()
  }, [waiting.length])

  const toEnd = () => {
    const el = room.current
    if (el) el.scrollTop = el.scrollHeight
  }
  const onScroll = () => {
    const el = room.current
    if (!el) return
    isAtEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < NEAR
    if (isAtEnd.current) setBelow(0)
  }
  const stateOf = (id: number, conversationId: number, index: number) =>
    id !== lastMine?.id ? null : (state.teamRead[conversationId] ?? -1) >= index ? t('seen') : t('sent')

  return (
    <div className="relative min-h-0 flex-1">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <div
        ref={room}
        onScroll={onScroll}
        role="log"
        tabIndex={0}
        aria-label={t('conversation')}
        aria-busy={phase === 'loading'}
        className="flex h-full flex-col overflow-y-auto overscroll-contain px-4 py-4 outline-offset-[-2px]"
      >
        {state.older ? (
          <button
            type="button"
            onClick={() => void chat.loadOlder()}
            disabled={state.isLoadingOlder}
            className="mx-auto mb-3 min-h-8 rounded-full border border-line px-4 text-[13px] text-dim hover:bg-hover"
          >
            {state.isLoadingOlder ? t('loadingEarlier') : t('earlier')}
          </button>
        ) : (
          <div className="mb-4 flex flex-col items-start gap-1">
            <span dir="auto" className="px-1 text-[13px] text-dim">
              {name || t('team')}
            </span>
            <p dir="auto" className="max-w-[85%] whitespace-pre-wrap rounded-2xl rounded-es-md bg-sunken px-3.5 py-2.5 text-ink wrap-anywhere">
              {greeting}
            </p>
          </div>
        )}
        {phase === 'loading' && messages.length === 0 && <Loading label={t('loading')} />}
        {phase === 'failed' && messages.length === 0 && (
          <div role="alert" className="m-auto flex flex-col items-center gap-3 text-center text-dim">
            {t('loadFailed')}
            <button type="button" onClick={() => chat.reload()} className="min-h-9 rounded-lg border border-line px-4 text-ink hover:bg-hover">
              {t('tryAgain')}
            </button>
          </div>
        )}
        {messages.map((m, i) => {
          const previous = messages[i - 1]
          const next = messages[i + 1]
          const isNewDay = !previous || dayOf(previous.at) !== dayOf(m.at)
          const begins = isNewDay || previous.from !== m.from || previous.name !== m.name || m.at - previous.at > TOGETHER
          const ends = !next || dayOf(next.at) !== dayOf(m.at) || next.from !== m.from || next.name !== m.name || next.at - m.at > TOGETHER
          return (
            <Fragment key={m.id}>
              {isNewDay && <Day at={m.at} />}
              <Bubble chat={chat} message={m} begins={begins} ends={ends} state={stateOf(m.id, m.conversationId, m.index)} />
            </Fragment>
          )
        })}
        {waiting.map((w) => (
          <WaitingBubble key={w.key} chat={chat} waiting={w} isOffline={state.connection === 'offline'} />
        ))}
        <p role="status" className="mt-1 min-h-5 px-1 text-[13px] text-dim">
          {state.typing.length > 1 ? t('areWriting') : state.typing.length === 1 ? t('isWriting', { name: state.typing[0] ?? '' }) : ''}
        </p>
      </div>
      {below > 0 && (
        <button
          type="button"
          onClick={toEnd}
          aria-label={t('newestMessages')}
          className="absolute inset-x-0 bottom-3 mx-auto flex min-h-8 w-fit items-center gap-1.5 rounded-full bg-(--site) px-4 text-[13px] text-(--on-site) shadow-lg"
        >
          <ArrowDown size={14} aria-hidden />
          {t('newMessages', { count: below })}
        </button>
      )}
    </div>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <div className="flex flex-col gap-3">
      <span className="sr-only">{label}</span>
      {['w-2/3 self-start', 'w-1/2 self-end', 'w-3/5 self-start'].map((w) => (
        <div key={w} aria-hidden className={`${w} h-11 animate-pulse rounded-2xl bg-sunken`} />
      ))}
    </div>
  )
}
