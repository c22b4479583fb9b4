'use client'
import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import { OutboxKeeper } from '@/lib/queries/send'
import { writePlace } from '@/lib/queries/views'
import { ToastPlace } from '@/components/ui/toast'
import { beginTypeAhead, isTyping } from '@/components/ui/type-ahead'
import { ConnectionBanner } from './connection-banner'
import { ProblemBanner } from './problem-banner'
import { Splitter, usePaneWidth } from '@/components/ui/splitter'
import { ListHead } from './filters'
import { InboxKeys } from './inbox-keys'
import { Keyboard } from './keyboard'
import { LazyPane } from './lazy-pane'
import { List, type ListHandle } from './list'
import { Nav } from './nav'
import { NothingSelected } from './nothing-selected'
import { usePlace } from './place'
import { RetryFailed } from './retry-failed'
import { useSelection } from './selection'
import { useTitle } from './title'
import { TypeAheadField } from './type-ahead-field'

const HelpDialog = dynamic(() => import('./help-dialog').then((m) => m.HelpDialog), { ssr: false })
const Sheet = dynamic(() => import('@/components/ui/sheet').then((m) => m.Sheet), { ssr: false })
const SelectionBar = dynamic(() => import('./selection-bar').then((m) => m.SelectionBar), { ssr: false })
const ComposeDialog = dynamic(() => import('./compose-dialog').then((m) => m.ComposeDialog), { ssr: false })

type Open = 'help' | 'compose' | 'views' | null

/** Views, list and conversation side by side; on a phone one at a time. */
export function Inbox() {
  const t = useTranslations('inbox')
  const { place, filter, go } = usePlace()
  const [open, setOpen] = useState<Open>(null)
  const isSelecting = useSelection().length > 0
  const list = useRef<ListHandle>(null)
  const close = () => setOpen(null)
  const { openId } = place
  const pane = usePaneWidth('list', { min: 240, max: 640, start: 308 })
  const nav = usePaneWidth('nav', { min: 160, max: 360, start: 182 })
  useTitle(place)

  // Whoever writes in it goes on writing: what they have done leads on only when their hands are free.
  const onOpenRemoved = (next: number | null) => !isTyping() && go({ openId: matchMedia('(min-width: 48rem)').matches ? next : null }, 'replace')
  return (
    <Keyboard>
      <OutboxKeeper />
      <RetryFailed />
      <InboxKeys list={list} onHelp={() => setOpen('help')} onCompose={() => setOpen('compose')} />
      <a href="#list" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded focus:bg-raised focus:p-2">
        {t('skipToList')}
      </a>
      <div className="flex h-dvh flex-col overflow-hidden">
        <ConnectionBanner />
        <ProblemBanner />
        <div className="flex min-h-0 grow">
          <div id="views" style={{ '--nav-width': `${nav.width}px` }} className="hidden w-(--nav-width) min-w-40 border-e border-line lg:block">
            <Nav onCompose={() => setOpen('compose')} onHelp={() => setOpen('help')}>
              <Splitter pane={nav} label={t('nav.resize')} controls="views" />
            </Nav>
          </div>
          <section
            id="list"
            data-layers
            tabIndex={-1}
            aria-label={t('list.label')}
            style={{ '--list-width': `${pane.width}px` }}
            className={cx(
              'relative flex w-full min-w-0 flex-col border-e border-line bg-surface outline-none md:w-(--list-width) md:max-w-[60vw] md:min-w-60',
              openId !== null && 'max-md:hidden',
            )}
          >
            <ListHead onDrawer={() => setOpen('views')} onLeaveSearch={() => list.current?.focus(openId)} />
            <List
              key={writePlace({ ...place, openId: null })}
              ref={list}
              filter={filter}
              openId={openId}
              onOpen={(id) => go({ openId: id })}
              onOpenRemoved={onOpenRemoved}
            />
            {isSelecting && <SelectionBar />}
            <ToastPlace />
            <Splitter pane={pane} label={t('list.resize')} controls="list" className="max-md:hidden" />
          </section>
          <main className={cx('relative flex min-w-0 flex-1 flex-col bg-surface md:min-w-80 md:has-[#details]:min-w-[37rem]', openId === null && 'max-md:hidden')}>
            {openId === null && <NothingSelected />}
            <LazyPane id={openId} />
            <ToastPlace isOver />
          </main>
        </div>
      </div>
      {open === 'help' && <HelpDialog onClose={close} />}
      {open === 'compose' && (
        <ComposeDialog
          onClose={close}
          onStarted={(id) => {
            // What lies outside of an open dialog cannot have the focus.
            flushSync(close)
            go({ view: 'team', narrow: {}, openId: id })
            beginTypeAhead({ kind: 'write', mode: 'reply', conversationId: id })
          }}
        />
      )}
      {open === 'views' && (
        <Sheet label={t('nav.label')} onClose={close} className="w-64 max-w-[85vw] border-e bg-canvas">
          <Nav onGo={close} onCompose={() => setOpen('compose')} onHelp={() => setOpen('help')} />
        </Sheet>
      )}
      <TypeAheadField />
    </Keyboard>
  )
}
