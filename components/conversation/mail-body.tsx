'use client'
import { Forward, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import type { MailView, MessageView } from '@/lib/domain/messages/view'
import { get, urlOf } from '@/lib/queries/fetch'
import { Looks } from './looks'
import { RichText } from './rich-text'
import { useThreadActs } from './thread-acts'

type Props = { message: MessageView; mail: MailView; name: string; isTheirs: boolean }

/** A mail: its new words first; what it quotes, how it was laid out and who else got it are a press away. */
export function MailBody({ message: m, mail, name, isTheirs }: Props) {
  const t = useTranslations('conversation.mail')
  const [look, setLook] = useState<'said' | 'whole' | 'formatted'>('said')
  const whole = useQuery({
    queryKey: ['mail-text', m.id],
    queryFn: ({ signal }) => get<{ text: string }>(`/messages/${m.id}/text`, {}, { signal }),
    enabled: look === 'whole',
    staleTime: Infinity,
  })
  const sender = mail.from?.address ?? ''
  return (
    <>
      <MailHead mail={mail} isTheirs={isTheirs} />
      {mail.isAside && <Aside message={m} mail={mail} name={name} isTheirs={isTheirs} />}
      {warningsOf(mail).map((w) => (
        <p key={w} className="my-1 flex items-start gap-1.5 text-xs text-warn">
          <TriangleAlert size={14} className="mt-0.5 shrink-0" aria-hidden />
          <span dir="auto">{t(w, { address: sender })}</span>
        </p>
      ))}
      {look === 'formatted' ? (
        <MailFrame id={m.id} name={name} hasRemote={mail.hasRemote === true} height={mail.height} />
      ) : m.html && look === 'said' ? (
        <Looks html={m.html} />
      ) : (
        <RichText text={look === 'whole' ? (whole.data?.text ?? m.body) : m.body} />
      )}
      {(mail.leftOut?.length ?? 0) > 0 && <p className="mt-1 text-xs text-dim">{t('leftOut', { count: mail.leftOutCount ?? mail.leftOut?.length ?? 0 })}</p>}
      {(mail.emptyFiles?.length ?? 0) > 0 && (
        <p className="mt-1 text-xs text-dim [overflow-wrap:anywhere]" dir="auto">
          {t('emptyFiles', { count: mail.emptyFiles?.length ?? 0, names: mail.emptyFiles?.join(', ') ?? '' })}
        </p>
      )}
      <p className="mt-1 flex flex-wrap gap-x-3 text-xs">
        {mail.isFolded && look !== 'formatted' && (
          <button
            type="button"
            className={LINK}
            aria-expanded={look === 'whole'}
            aria-busy={whole.isFetching}
            onClick={() => setLook(look === 'whole' ? 'said' : 'whole')}
          >
            {t(look === 'whole' ? 'hideQuoted' : 'quoted')}
          </button>
        )}
        {mail.hasHtml && (
          <button type="button" className={LINK} aria-expanded={look === 'formatted'} onClick={() => setLook(look === 'formatted' ? 'said' : 'formatted')}>
            {t(look === 'formatted' ? 'plain' : 'formatted')}
          </button>
        )}
        {mail.hasOriginal && (
          <a className={LINK} href={urlOf(`/messages/${m.id}/original`)} download>
            {t('original')}
          </a>
        )}
      </p>
    </>
  )
}

/** The gravest first; one about the sender says enough. */
function warningsOf(mail: MailView) {
  if (mail.looksLikeUs) return ['looksLikeUs'] as const
  if (mail.isDoubtful) return ['doubtful'] as const
  return mail.isNewSender ? (['newSender'] as const) : []
}

const LINK = 'inline-flex min-h-6 items-center font-medium underline underline-offset-2'
const people = (list: { address: string; name: string }[]) => list.map((p) => (p.name ? `${p.name} <${p.address}>` : p.address)).join(', ')

/** Handed on to others, or what they said to it: the customer got none of it. */
function Aside({ message, mail, name, isTheirs }: Props) {
  const t = useTranslations('conversation.mail')
  const { quote } = useThreadActs()
  const count = mail.forwards?.files.length ?? 0
  return (
    <p className="mb-1 flex flex-wrap items-center gap-x-2 text-xs text-dim">
      {mail.forwards && (
        <span className="flex min-w-0 items-center gap-1">
          <Forward size={13} aria-hidden className="shrink-0 rtl:-scale-x-100" />
          <span dir="auto" className="[overflow-wrap:anywhere]">
            {t('forwardedTo', { people: people([...mail.to, ...mail.cc, ...(mail.bcc ?? [])]) })}
          </span>
        </span>
      )}
      {count > 0 && <span>{t('forwardedFiles', { count })}</span>}
      <span className="rounded-full border border-warn px-1.5 text-warn">{t('aside')}</span>
      {isTheirs && quote && (
        <button type="button" className={LINK} onClick={() => quote(message)}>
          {t('answerAside', { name })}
        </button>
      )}
    </p>
  )
}

function MailHead({ mail, isTheirs }: { mail: MailView; isTheirs: boolean }) {
  const t = useTranslations('conversation.mail')
  const lines = [
    mail.from && t('from', { people: people([mail.from]) }),
    mail.to.length > 0 && t('to', { people: people(mail.to) }),
    mail.cc.length > 0 && t('cc', { people: people(mail.cc) }),
    (mail.bcc?.length ?? 0) > 0 && t('bcc', { people: people(mail.bcc ?? []) }),
  ].filter((l) => typeof l === 'string')
  return (
    <details className="mb-1 text-xs text-dim">
      <summary className="min-h-6 cursor-pointer" dir="auto">
        {t('subject', { subject: mail.subject })}
        {isTheirs && mail.machine !== undefined && mail.machine !== 'notice' && <span className="ms-2 rounded-full bg-sunken px-1.5 py-0.5">{t('automatic')}</span>}
      </summary>
      {lines.map((l) => (
        <p key={l} dir="auto" className="[overflow-wrap:anywhere]">
          {l}
        </p>
      ))}
    </details>
  )
}

/** Nothing in it runs and it is of no origin, so it can neither read our page nor ask as its reader. */
function MailFrame({ id, name, hasRemote, height }: { id: number; name: string; hasRemote: boolean; height?: number }) {
  const t = useTranslations('conversation.mail')
  const [withImages, setWithImages] = useState(false)
  return (
    <div>
      {hasRemote && !withImages && (
        <p className="mb-1 flex flex-wrap items-baseline gap-x-2 text-xs">
          <button type="button" className={LINK} onClick={() => setWithImages(true)}>
            {t('images')}
          </button>
          <span className="text-dim">{t('imagesAbout')}</span>
        </p>
      )}
      <iframe
        key={String(withImages)}
        title={t('frame', { name })}
        src={urlOf(`/messages/${id}/html`, withImages ? { images: 1 } : {})}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        loading="lazy"
        style={{ height: height ?? 384 }}
        className="max-h-[70vh] min-h-24 w-[min(40rem,80vw)] max-w-full resize-y rounded-md border border-line bg-white"
      />
    </div>
  )
}
