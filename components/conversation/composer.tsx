'use client'
import { Lock, MessageSquareQuote, Reply } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type DragEvent, type KeyboardEvent, type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { IconButton } from '@/components/ui/icon-button'
import { isComposing } from '@/components/ui/is-composing'
import { continueTypeAhead, isTyping, peekTypeAhead, takeTypeAhead, type TypeAheadTarget, useTypeAhead } from '@/components/ui/type-ahead'
import { limitOf, tooLarge } from '@/lib/channels/limits'
import type { DraftMore } from '@/lib/domain/messages/answer'
import { useDirectory, useMe } from '@/lib/queries/directory'
import { useDraft } from '@/lib/queries/draft'
import { usePresence } from '@/lib/queries/presence'
import type { useSend } from '@/lib/queries/send'
import type { Opened } from '@/lib/queries/thread-merge'
import { BlockedLine } from './blocked-line'
import { ComposerFiles } from './composer-files'
import { ComposerFoot } from './composer-foot'
import { followHtml } from './html-follow'
import { LooksSwitch } from './looks-switch'
import { mailProblem } from './mail-problem'
import { ModeChoice } from './mode-choice'
import { useNames } from './names'
import { QuoteChip } from './quote-chip'
import { RefusedFiles } from './refused-files'
import { canQuote } from './thread-acts'
import { TypingWarning } from './typing-warning'
import { barOf, reachNow, useStanding } from './use-standing'
import { WindowLine } from './window-line'
import type { FieldHandle } from './composer-field'
import { WordsField } from './words-field'
import { sizeOf } from './size'
import { FILES_MAX, type Refused, useUploads } from './use-uploads'

const ComposerHeld = dynamic(() => import('./composer-held').then((m) => m.ComposerHeld), { ssr: false })
const MailPeople = dynamic(() => import('./mail-people').then((m) => m.MailPeople), { ssr: false })
const TemplateDialog = dynamic(() => import('./template-dialog').then((m) => m.TemplateDialog), { ssr: false })

export type ComposerHandle = { answer: (more: DraftMore) => void }

type Props = {
  opened: Opened
  sending: ReturnType<typeof useSend>
  /** The newest index its author has been shown. */
  seenIndex: () => number
  onTyping: (mode: 'reply' | 'note' | null) => void
  onSent: () => void
  /** Shows a message of the thread. */
  onGoTo: (messageId: number) => void
  /** Answers one message: its id, or null for the customer's newest. */
  onQuote: (messageId: number | null) => void
  /** The person is through with writing for now. */
  onLeave: () => void
  ref: Ref<ComposerHandle>
}

/** Where a reply or a private note is written. What the mode is stands in the tab, the label, an icon and the colour. */
export function Composer({ opened, sending, seenIndex, onTyping, onSent, onGoTo, onQuote, onLeave, ref }: Props) {
  const t = useTranslations('conversation.composer')
  const tm = useTranslations('conversation.mail')
  const format = useFormatter()
  const me = useMe().id
  const { user, users } = useNames()
  const { channelById } = useDirectory()
  const { row } = opened.details
  const { draft, mode: draftMode, change, clear, setMode: showMode } = useDraft(row.id, opened.drafts)
  const presence = usePresence(row.id)
  const field = useRef<Pick<FieldHandle, 'focus'>>(null)
  const [isWarned, setWarned] = useState(false)
  const [isTried, setTried] = useState(false)
  const [wantsLooks, setWantsLooks] = useState<boolean | null>(null)
  const [isDropping, setDropping] = useState(false)
  const [isPicking, setPicking] = useState(false)
  const [refused, setRefused] = useState<Refused[]>([])
  const isTeam = row.kind === 'team'
  const mode = isTeam ? 'reply' : draftMode
  // Whatever is written in when a file arrives, it belongs where it was chosen.
  const {
    uploads: allUploads,
    add,
    again,
    drop,
  } = useUploads<'reply' | 'note'>((file, of, inOrder) => change((d) => ({ attachments: inOrder([...d.attachments, file]) }), of))
  const uploads = allUploads.filter((u) => u.of === mode)
  const changeMore = (part: DraftMore) => change((d) => ({ more: { ...d.more, ...part } }))

  const isNote = mode === 'note'
  const channel = row.channelId === null ? undefined : channelById.get(row.channelId)
  const channelType = isNote || isTeam ? null : row.channelType
  const reach = reachNow(opened.details)
  const standing = useStanding(channelType, opened.details)
  const bar = barOf(standing, reach)
  const barred = bar && t(`barred.${bar}`, { name: row.contactName ?? '' })
  const blocked =
    isTeam || isNote ? null : row.channelId === null ? t('noChannel') : channel?.deleted ? t('channelDeleted') : channel?.disabled ? t('channelOff') : barred
  // Offered at any time, and all that is left when the time for words of our own is over.
  const hasTemplates = channelType !== null && limitOf(channelType).next === 'template' && reach?.connected === true && !reach.consent && !channel?.disabled
  const isForward = channelType === 'email' && draft.more.mail?.forward !== undefined
  const isEmpty = draft.body.trim() === '' && draft.attachments.length === 0 && !isForward
  const looks = channelType && limitOf(channelType).looks
  // By mail one lays out words; elsewhere one mostly does not.
  const isRich = Boolean(looks) && (wantsLooks ?? (channelType === 'email' || draft.more.html !== undefined))
  const writing = isTeam || isNote ? [] : (presence?.users.filter((u) => u.userId !== me && u.typing === 'reply') ?? [])
  const held = sending.entries.find((e) => e.state === 'held')
  const wrongMail = channelType === 'email' ? mailProblem(draft.more.mail) : null
  // Chosen for a note, or for another kind of channel before.
  const large = channelType && tooLarge(channelType, draft.attachments)
  const wrongFile = large ? t('tooLarge', { name: large.file.name, limit: sizeOf(format, large.max) }) : null
  const why =
    blocked ??
    (uploads.some((u) => u.reason === undefined)
      ? t('uploadWait')
      : isEmpty
        ? t('empty')
        : (wrongFile ?? (wrongMail ? tm(wrongMail.key, { address: wrongMail.address }) : null)))

  const setMode = (next: 'reply' | 'note') => {
    if (!isTeam) showMode(next)
  }
  const focus = () => field.current?.focus()
  /** Who chose it with the pointer wants to write; the arrows walk on between the choices. */
  const pickMode = (next: 'reply' | 'note', isPressed: boolean) => {
    setMode(next)
    if (isPressed) focus()
  }
  useImperativeHandle(ref, () => ({
    answer: (more) => {
      setMode('reply')
      // One thing at a time is answered, or handed on.
      changeMore({ replyTo: undefined, mail: undefined, ...more })
      focus()
    },
  }))

  // What was typed since the key that began to write, or since this field went away, is handed over as soon as it can be.
  useTypeAhead()
  const caret = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (held) return
    const isMine = (x: TypeAheadTarget) => x.kind === 'write' && x.conversationId === row.id
    const typed = peekTypeAhead(isMine)
    if (typed?.target.kind === 'write') {
      const { target } = typed
      if (!isTeam && target.mode !== mode) {
        // What was left behind does not turn over what is being written now.
        if (typed.hasFocus || (isEmpty && !isTyping())) setMode(target.mode)
        return
      }
      const got = takeTypeAhead(isMine)
      if (got?.hasFocus) caret.current = got.text.length - got.caret
      if (got && got.text !== '') {
        change((d) => ({ body: d.body + got.text, more: { ...d.more, html: followHtml(d.more.html, d.body, d.body + got.text) } }), mode)
        onTyping(got.text.trim() ? mode : null)
      }
      if (got && got.files.length > 0) take(got.files)
      if (got && target.quote !== undefined) onQuote(target.quote)
      // The words first: the caret stands among them.
      if (got && got.text !== '') return
    }
    if (caret.current === null) return
    field.current?.focus({ start: caret.current, end: caret.current })
    caret.current = null
  })

  const send = (isSure = false) => {
    if (why) return setTried(true)
    if (writing.length > 0 && !isSure && !isWarned) return setWarned(true)
    sending.send({
      kind: mode,
      body: draft.body,
      attachments: draft.attachments,
      draftKey: draft.key,
      ...(isTeam || isNote ? {} : { seenIndex: seenIndex() }),
      ...(isNote ? {} : { more: draft.more }),
    })
    clear()
    setWarned(false)
    setTried(false)
    setRefused([])
    onTyping(null)
    onSent()
    focus()
  }
  const take = (files: readonly File[]) => {
    const maxOf = (f: File) => (channelType && tooLarge(channelType, [f])?.max) || Infinity
    setRefused(add(files, { room: FILES_MAX - draft.attachments.length - uploads.length, maxOf, of: mode }))
    focus()
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (isComposing(e.nativeEvent)) return
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault()
      if (!e.repeat) send()
    }
    if (e.key === 'Escape') {
      e.stopPropagation()
      if (isWarned) setWarned(false)
      else onLeave()
    }
  }
  const onDrop = (e: DragEvent) => {
    e.preventDefault()
    setDropping(false)
    take([...e.dataTransfer.files])
  }

  if (held) return <ComposerHeld entry={held} contactName={row.contactName ?? ''} change={change} onMode={setMode} sending={sending} onSent={onSent} focus={focus} />

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
          <ModeChoice isOn={!isNote} label={t('reply')} keys="r" onPick={(isPressed) => pickMode('reply', isPressed)}>
            <Reply size={14} aria-hidden className="rtl:-scale-x-100" />
          </ModeChoice>
          <ModeChoice isOn={isNote} isNote label={t('note')} keys="n" onPick={(isPressed) => pickMode('note', isPressed)}>
            <Lock size={14} aria-hidden />
          </ModeChoice>
        </div>
      )}
      {channelType === 'email' && <MailPeople opened={opened} more={draft.more} onChange={(mail) => changeMore({ mail })} onDone={focus} />}
      {!isNote && draft.more.replyTo !== undefined && canQuote(isTeam, row.channelType) && (
        <QuoteChip
          message={opened.thread.messages.find((m) => m.id === draft.more.replyTo)}
          contactName={row.contactName ?? ''}
          onGo={() => draft.more.replyTo !== undefined && onGoTo(draft.more.replyTo)}
          onRemove={() => {
            changeMore({ replyTo: undefined })
            focus()
          }}
        />
      )}
      <ComposerFiles
        files={draft.attachments}
        uploads={uploads}
        onRemove={(id) => {
          change({ attachments: draft.attachments.filter((f) => f.id !== id) })
          focus()
        }}
        onDrop={(id) => {
          drop(id)
          focus()
        }}
        onAgain={again}
      />
      <WordsField
        ref={field}
        isRich={isRich}
        html={draft.more.html}
        label={label}
        placeholder={placeholder}
        value={draft.body}
        isNote={isNote}
        onChange={(text, html) => {
          change((d) => ({ body: text, more: { ...d.more, html } }), mode)
          setTried(false)
          onTyping(text.trim() ? mode : null)
        }}
        onKeyDown={onKeyDown}
        onFiles={take}
        onBlur={() => onTyping(null)}
        onTornOff={() => continueTypeAhead({ kind: 'write', conversationId: row.id, mode })}
      />
      <RefusedFiles refused={refused} />
      {!blocked && !isNote && row.status === 'closed' && !isEmpty && <p className="px-3 pb-1 text-sm text-dim">{t('closed')}</p>}
      {channelType && !blocked && reach && <WindowLine type={channelType} reach={reach} />}
      {blocked && (
        <BlockedLine why={isEmpty || !barred ? blocked : `${blocked} ${t('kept')}`}>
          {standing === 'template' && hasTemplates && <Button onClick={() => setPicking(true)}>{t('chooseTemplate')}</Button>}
        </BlockedLine>
      )}
      {isWarned && writing.length > 0 && (
        <TypingWarning
          name={user(writing[0]?.userId ?? null)}
          onWait={() => {
            setWarned(false)
            focus()
          }}
          onSend={() => send(true)}
        />
      )}
      <ComposerFoot isNote={isNote} channelType={channelType} text={draft.body} why={why} isLoud={isTried && !blocked} onFiles={take}>
        {hasTemplates && (
          <IconButton label={t('template')} onClick={() => setPicking(true)}>
            <MessageSquareQuote size={16} />
          </IconButton>
        )}
        {looks && (
          <LooksSwitch
            isOn={isRich}
            onSwitch={(on) => {
              setWantsLooks(on)
              if (!on) changeMore({ html: undefined })
              requestAnimationFrame(focus)
            }}
          />
        )}
      </ComposerFoot>
      {isPicking && row.channelId !== null && (
        <TemplateDialog
          channelId={row.channelId}
          onClose={() => setPicking(false)}
          onSend={({ template, ...said }) => {
            sending.send({ kind: 'reply', ...said, seenIndex: seenIndex(), more: { template } })
            setPicking(false)
            onSent()
            requestAnimationFrame(focus)
          }}
        />
      )}
      {isDropping && (
        <p className="pointer-events-none absolute inset-1 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-surface font-medium text-accent-ink">
          {t('drop')}
        </p>
      )}
    </form>
  )
}
