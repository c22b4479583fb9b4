'use client'
import { Paperclip, SendHorizontal } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { IconButton } from '@/components/ui/icon-button'
import { Tip } from '@/components/ui/tooltip'
import type { ChannelType } from '@/db/schema/channels'
import { BODY_MAX } from './composer-field'
import { RoomLine } from './room-line'

type Props = {
  isNote: boolean
  /** null: what is written stays with the team. */
  channelType: ChannelType | null
  text: string
  /** Why it cannot be sent, if so; `isLoud`: its writer tried. */
  why: string | null
  isLoud: boolean
  onFiles: (files: readonly File[]) => void
  /** More to pick, beside the paper clip. */
  children?: ReactNode
}

/** Files, how much room is left, and the button. */
export function ComposerFoot({ isNote, channelType, text, why, isLoud, onFiles, children }: Props) {
  const t = useTranslations('conversation.composer')
  const id = useId()
  const picker = useRef<HTMLInputElement>(null)
  const left = BODY_MAX - text.length
  return (
    <div className="flex items-center gap-1 px-2 pb-2">
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(e) => {
          onFiles([...(e.target.files ?? [])])
          e.target.value = ''
        }}
      />
      <IconButton label={t('attach')} className={isNote ? 'text-note-ink' : undefined} onClick={() => picker.current?.click()}>
        <Paperclip size={16} />
      </IconButton>
      {children}
      {channelType && <RoomLine type={channelType} text={text} />}
      {!channelType && left < 200 && (
        <span role="status" className={cx('text-xs', !isNote && 'text-dim')}>
          {t('left', { count: Math.max(0, left) })}
        </span>
      )}
      {isLoud && why && (
        <span role="status" className={cx('text-xs', isNote ? 'text-note-ink' : 'text-warn')}>
          {why}
        </span>
      )}
      <span className="grow" />
      <Tip label={why ?? (isNote ? t('sendNote') : t('send'))} keys={/Mac|iP/.test(navigator.platform) ? '⌘ ↵' : 'Ctrl ↵'} side="top">
        <Button type="submit" look="primary" aria-disabled={why !== null} aria-describedby={why ? `${id}-why` : undefined} aria-keyshortcuts="Control+Enter Meta+Enter">
          <SendHorizontal size={14} aria-hidden className="rtl:-scale-x-100" />
          {isNote ? t('sendNote') : t('send')}
        </Button>
      </Tip>
      {why && (
        <span id={`${id}-why`} className="sr-only">
          {why}
        </span>
      )}
    </div>
  )
}
