'use client'
import { Lock, Paperclip, Reply, SendHorizontal, TriangleAlert } from 'lucide-react'
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, type Ref, type RefObject, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { IconButton } from '@/components/ui/icon-button'
import { Tip } from '@/components/ui/tooltip'
import { useDirectory, useMe } from '@/lib/queries/directory'
import { useDraft } from '@/lib/queries/draft'
import { usePresence } from '@/lib/queries/presence'
import type { useSend } from '@/lib/queries/send'
import type { MailTo } from '@/lib/queries/outbox'
import type { Opened } from '@/lib/queries/thread-merge'
import { ComposerFiles } from './composer-files'
import { MailPeople, mailProblem } from './mail-people'
import { GuardPanel } from './guard-panel'
import { ModeChoice } from './mode-choice'
import { useNames } from './names'
import { RefusedFiles } from './refused-files'
import { RoomLine, WindowLine } from './room-line'
import type { Early } from './states'
import { FILES_MAX, type Refused, useUploads } from './use-uploads'

export type ComposerHandle = { focus: (mode?: 'reply' | 'note') => void }

type Props = {
  opened: Opened
  sending: ReturnType<typeof useSend>
  /** The newest index its author has been shown. */
  seenIndex: () => number
  onTyping: (mode: 'reply' | 'note' | null) => void
  onSent: () => void
  /** Written before the conversation was there; taken over once. */
  early: RefObject<Early | null>
  ref: Ref<ComposerHandle>
}

/** Longest body, in UTF-16 units: the domain's own limit. */
const BODY_MAX = 100_000

/** Where a reply or a private note is written. What the mode is stands in the tab, the label, an icon and the colour. */
export function Composer({ opened, sending, seenIndex, onTyping, onSent, early, ref }: Props) {
  const t = useTranslations('conversation.composer')
  const me = useMe().id
  const id = useId()
  const { user, users } = useNames()
  const { channelById } = useDirectory()
  const { row } = opened.details
  const { draft, change, clear } = useDraft(row.id, opened.draft)
  const presence = usePresence(row.id)
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [isWarned, setWarned] = useState(false)
  const [isTried, setTried] = useState(false)
  const tm = useTranslations('conversation.mail')
  const [mailTo, setMailTo] = useState<MailTo | null>(null)
  const [isDropping, setDropping] = useState(false)
  const [refused, setRefused] = useState<Refused[]>([])
  const attachments = useRef(draft.attachments)
  attachments.current = draft.attachments
  const { uploads, add, again, drop } = useUploads((file) => change({ attachments: [...attachments.current, file] }))

  const isTeam = row.kind === 'team'
  const mode = isTeam ? 'reply' : draft.mode
  const isNote = mode === 'note'
  const channel = row.channelId === null ? undefined : channelById.get(row.channelId)
  const blocked = isTeam || isNote ? null : row.channelId === null ? t('noChannel') : channel?.disabled ? t('channelOff') : null
  const channelType = isNote || isTeam ? null : row.channelType
  const left = BODY_MAX - draft.body.length
  const isEmpty = draft.body.trim() === '' && draft.attachments.length === 0
  const writing = isTeam || isNote ? [] : (presence?.users.filter((u) => u.userId !== me && u.typing === 'reply') ?? [])
  const held = sending.entries.find((e) => e.state === 'held')
  const isMail = !isTeam && !isNote && row.channelType === 'email'
  const wrongMail = isMail ? mailProblem(mailTo) : null
  const why = blocked ?? (uploads.some((u) => u.reason === undefined) ? t('uploadWait') : isEmpty ? t('empty') : wrongMail ? tm(wrongMail) : null)

  const setMode = (next: 'reply' | 'note') => {
    if (!isTeam && next !== draft.mode) change({ mode: next })
  }
  useImperativeHandle(ref, () => ({
    focus: (next) => {
      if (next) setMode(next)
      const el = area.current
      if (!el) return
      el.focus()
      // A draft that lay here goes on at its end, not before its first word.
      if (el.selectionEnd === 0) el.setSelectionRange(el.value.length, el.value.length)
    },
  }))

  useLayoutEffect(() => {
    const begun = early.current
    if (!begun) return
    early.current = null
    change({ mode: isTeam ? 'reply' : begun.mode, body: draft.body + begun.text })
    area.current?.focus()
    // Once, when the composer comes: what is written later goes into it directly.
    // eslint-disable-next-line react/exhaustive-deps
  }, [])

  // Grows with its text. Read and written in one go, once per change, so that nothing is laid out twice.
  useLayoutEffect(() => {
    const el = area.current
    if (!el) return
    el.style.height = 'auto'
    el.style.height = `${Math.min(el.scrollHeight, Math.max(96, window.innerHeight * 0.35))}px`
  }, [draft.body, mode, held])

  const send = (isSure = false) => {
    if (why) return setTried(true)
    if (writing.length > 0 && !isSure && !isWarned) return setWarned(true)
    sending.send({
      kind: mode,
      body: draft.body,
      attachments: draft.attachments,
      ...(isTeam || isNote ? {} : { seenIndex: seenIndex() }),
      ...(isMail && mailTo ? { mail: mailTo } : {}),
    })
    setMailTo(null)
    clear()
    setWarned(false)
    setTried(false)
    setRefused([])
    onTyping(null)
    onSent()
    area.current?.focus()
  }
  const take = (files: readonly File[]) => setRefused(add(files, FILES_MAX - draft.attachments.length - uploads.length))
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !e.nativeEvent.isComposing) {
      e.preventDefault()
      send()
    }
    if (e.key === 'Escape' && !e.nativeEvent.isComposing) {
      e.stopPropagation()
      if (isWarned) setWarned(false)
      else area.current?.blur()
    }
  }
  const onPaste = (e: ClipboardEvent) => {
    const files = [...e.clipboardData.files]
    if (files.length === 0) return
    e.preventDefault()
    take(files)
  }
  const onDrop = (e: DragEvent) => {
    e.preventDefault()
    setDropping(false)
    take([...e.dataTransfer.files])
  }

  if (held)
    return (
      <GuardPanel
        entry={held}
        contactName={row.contactName ?? ''}
        onSend={() => {
          sending.retry(held.key)
          onSent()
          requestAnimationFrame(() => area.current?.focus())
        }}
        onEdit={() => {
          change({
            mode: held.kind,
            body: [held.body, draft.body].filter(Boolean).join('\n\n'),
            attachments: [...held.attachments, ...draft.attachments].slice(0, FILES_MAX),
          })
          sending.discard(held.key)
          requestAnimationFrame(() => area.current?.focus())
        }}
        onDiscard={() => {
          sending.discard(held.key)
          requestAnimationFrame(() => area.current?.focus())
        }}
      />
    )

  const label = isNote ? t('note') : isTeam ? t('message') : t('reply')
  const others = row.members.filter((id) => id !== me)
  const placeholder = isNote ? t('placeholderNote') : isTeam ? t('placeholderTeam', { names: users(others) }) : t('placeholderReply', { name: row.contactName ?? '' })
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
      onDragOver={(e) => {
        if (!e.dataTransfer.types.includes('Files')) return
        e.preventDefault()
        setDropping(true)
      }}
      onDragLeave={(e) => !e.currentTarget.contains(e.relatedTarget as Node | null) && setDropping(false)}
      onDrop={onDrop}
      className={cx(
        'relative m-2 mt-0 rounded-xl border shadow-sm focus-within:outline-2 focus-within:outline-accent sm:m-3 sm:mt-0',
        isNote ? 'border-note-line bg-note text-note-ink' : 'border-line bg-raised',
      )}
    >
      {!isTeam && (
        <div role="radiogroup" aria-label={t('mode')} className="flex gap-1 px-2 pt-2">
          <ModeChoice isOn={!isNote} label={t('reply')} keys="r" onPick={() => setMode('reply')}>
            <Reply size={14} aria-hidden className="rtl:-scale-x-100" />
          </ModeChoice>
          <ModeChoice isOn={isNote} isNote label={t('note')} keys="n" onPick={() => setMode('note')}>
            <Lock size={14} aria-hidden />
          </ModeChoice>
        </div>
      )}
      {isMail && <MailPeople conversationId={row.id} lastIndex={row.lastContentIndex} chosen={mailTo} onChoose={setMailTo} />}
      <ComposerFiles
        files={draft.attachments}
        uploads={uploads}
        onRemove={(id) => change({ attachments: draft.attachments.filter((f) => f.id !== id) })}
        onDrop={drop}
        onAgain={again}
      />
      <textarea
        ref={area}
        aria-label={label}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        dir="auto"
        rows={2}
        maxLength={BODY_MAX}
        value={draft.body}
        placeholder={placeholder}
        onChange={(e) => {
          change({ body: e.target.value })
          setTried(false)
          onTyping(e.target.value.trim() ? mode : null)
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => onTyping(null)}
        className={cx('block w-full resize-none bg-transparent px-3 py-2 outline-none', isNote ? 'placeholder:text-note-ink' : 'placeholder:text-dim')}
      />
      <RefusedFiles refused={refused} />
      {!blocked && !isNote && row.status === 'closed' && !isEmpty && <p className="px-3 pb-1 text-sm text-dim">{t('closed')}</p>}
      {channelType && !blocked && <WindowLine type={channelType} thread={opened.thread} />}
      {blocked && (
        <p role="status" className="flex items-center gap-2 px-3 pb-1 text-sm text-warn">
          <TriangleAlert size={14} aria-hidden className="shrink-0" />
          {blocked}
        </p>
      )}
      {isWarned && writing.length > 0 && (
        <div role="alert" className="mx-2 mb-1 flex flex-wrap items-center gap-2 rounded-md border border-warn px-2 py-1 text-sm text-warn">
          <TriangleAlert size={14} aria-hidden className="shrink-0" />
          <span className="grow">{t('typingWarning', { name: user(writing[0]?.userId ?? null) })}</span>
          <Button
            className="h-7"
            onClick={() => {
              setWarned(false)
              area.current?.focus()
            }}
          >
            {t('wait')}
          </Button>
          <Button className="h-7" look="primary" onClick={() => send(true)}>
            {t('sendAnyway')}
          </Button>
        </div>
      )}
      <div className="flex items-center gap-1 px-2 pb-2">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(e) => {
            take([...(e.target.files ?? [])])
            e.target.value = ''
            area.current?.focus()
          }}
        />
        <IconButton label={t('attach')} className={isNote ? 'text-note-ink' : undefined} onClick={() => picker.current?.click()}>
          <Paperclip size={16} />
        </IconButton>
        {channelType && <RoomLine type={channelType} text={draft.body} />}
        {!channelType && left < 200 && (
          <span role="status" className={cx('text-xs', !isNote && 'text-dim')}>
            {t('left', { count: Math.max(0, left) })}
          </span>
        )}
        {isTried && why && !blocked && (
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
      {isDropping && (
        <p className="pointer-events-none absolute inset-1 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-surface font-medium text-accent-ink">
          {t('drop')}
        </p>
      )}
    </form>
  )
}
