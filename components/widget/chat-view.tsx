'use client'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslations } from 'use-intl'
import { isComposing } from '@/components/ui/is-composing'
import { Away } from './away'
import { Chat } from './chat'
import { inkOn } from './colour'
import { Composer } from './composer'
import { Header } from './header'
import { Log } from './log'
import { useVisibleArea } from './use-visible-area'

type Props = { channelKey: string; name: string; greeting: string; color: string; isTeamHere: boolean }

/** The whole chat, in the iframe that the loader makes or on a page of its own. */
export function ChatView({ channelKey, name, greeting, color, isTeamHere }: Props) {
  const t = useTranslations('widget')
  const [chat] = useState(() => new Chat(channelKey, isTeamHere))
  const state = useSyncExternalStore(chat.subscribe, chat.get, chat.get)
  const [isEmbedded, setEmbedded] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const area = useVisibleArea()
  const look = useMemo(() => ({ '--site': color, '--on-site': inkOn(color), ...area }), [color, area])

  useEffect(() => {
    setEmbedded(chat.isEmbedded)
    return chat.start()
  }, [chat])

  // A touch keyboard that nobody asked for would cover half of the chat.
  useEffect(() => {
    if (state.isOpen && state.takesFocus && window.matchMedia('(pointer: fine)').matches) box.current?.focus()
  }, [state.isOpen, state.takesFocus])

  const leave = (e: KeyboardEvent) => {
    if (e.key !== 'Escape' || isComposing(e.nativeEvent) || !isEmbedded) return
    e.preventDefault()
    chat.close()
  }
  return (
    <div style={look} onKeyDown={leave} className="flex h-dvh min-w-0 flex-col bg-surface text-[15px] leading-snug">
      <Header name={name} isTeamHere={state.isTeamHere} onClose={isEmbedded ? () => chat.close() : undefined} />
      <main aria-label={t('title')} className="flex min-h-0 flex-1 flex-col">
        <Log chat={chat} state={state} greeting={greeting || t('greeting')} name={name} />
        <p role="status" className={state.connection === 'offline' ? 'border-t border-line bg-sunken px-4 py-1.5 text-center text-[13px] text-dim' : 'sr-only'}>
          {state.connection === 'offline' ? t('offline') : ''}
        </p>
        <Away chat={chat} state={state} />
        <Composer chat={chat} state={state} box={box} />
      </main>
    </div>
  )
}
