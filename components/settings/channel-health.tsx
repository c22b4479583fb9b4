'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge } from '@/components/ui/badge'
import { retryAction } from '@/lib/actions/channels'
import type { ArrivedEvent, ChannelHealth, Rows } from '@/lib/domain/channels/health'
import { useReason } from './fault'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

const KINDS = ['message', 'edit', 'delete', 'reaction', 'status', 'identity', 'consent', 'unsupported', 'broken', 'mail', 'ignored', 'account'] as const
const JOBS = ['deliver', 'media', 'arrive', 'mail'] as const

type What = 'events' | 'jobs' | 'unsent'
/** Where the lists stand: the id each goes on before. */
export type At = { failed?: number; unsent?: number; jobs?: number }

/** What came last, what went wrong, and the same once more. */
export function HealthLists({ channelId, health, at }: { channelId: number; health: ChannelHealth; at: At }) {
  const t = useTranslations('settings.connect')
  const reason = useReason()
  const format = useFormatter()
  const when = (ms: number) => format.dateTime(ms, { dateStyle: 'medium', timeStyle: 'medium' })
  const { newest, failed, unsent, givenUp } = health
  const link = (now: At) =>
    `/settings/channels/${channelId}?${new URLSearchParams(Object.entries({ ...at, ...now }).flatMap(([k, v]) => (v ? [[k, String(v)]] : [])))}#health`
  return (
    <div className="flex flex-col gap-6">
      {(unsent.rows.length > 0 || at.unsent) && (
        <List title={t('unsent')} lead={t('unclearLeft')} all={{ channelId, what: 'unsent' }} more={more(unsent, at.unsent, (id) => link({ unsent: id }))}>
          {unsent.rows.map((m) => (
            <Item key={m.id} title={m.contactName} at={when(m.at)} error={reason(m.error)} again={{ channelId, what: 'unsent', id: m.id }}>
              <Link href={`/c/${m.conversationId}`} className="inline-flex min-h-6 items-center text-accent-ink underline">
                {t('openConversation')}
              </Link>
            </Item>
          ))}
        </List>
      )}
      {(failed.rows.length > 0 || at.failed) && (
        <List
          title={t('failed')}
          all={failed.rows.some((e) => e.again) ? { channelId, what: 'events' } : undefined}
          more={more(failed, at.failed, (id) => link({ failed: id }))}
        >
          {failed.rows.map((e) => (
            <Event key={e.id} channelId={channelId} event={e} at={when(e.createdAt)} isWhole />
          ))}
        </List>
      )}
      {(givenUp.rows.length > 0 || at.jobs) && (
        <List title={t('givenUp')} all={{ channelId, what: 'jobs' }} more={more(givenUp, at.jobs, (id) => link({ jobs: id }))}>
          {givenUp.rows.map((j) => (
            <Item
              key={j.id}
              title={t(`jobs.${JOBS.find((k) => k === j.kind) ?? 'other'}`)}
              at={when(j.createdAt)}
              error={reason(j.error)}
              again={{ channelId, what: 'jobs', id: j.id }}
            />
          ))}
        </List>
      )}
      <List title={t('newest')}>
        {newest.length === 0 && <li className="text-dim">{t('nothingYet')}</li>}
        {newest.map((e) => (
          <Event key={e.id} channelId={channelId} event={e} at={when(e.createdAt)} />
        ))}
      </List>
    </div>
  )
}

type More = { older: string | null; newest: string | null }
const more = <T,>(rows: Rows<T>, at: number | undefined, link: (id: number | undefined) => string): More => ({
  older: rows.next ? link(rows.next) : null,
  newest: at ? link(undefined) : null,
})

type AgainProps = { channelId: number; what: What; id?: number }

function List({ title, lead, all, more: pages, children }: { title: string; lead?: string; all?: AgainProps; more?: More; children: ReactNode }) {
  const t = useTranslations('settings.connect')
  return (
    <div>
      <div className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="grow font-medium">{title}</h3>
        {all && <Again {...all} name={title} />}
      </div>
      {lead && <p className="text-sm text-dim">{lead}</p>}
      <ul className="divide-y divide-line">{children}</ul>
      {(pages?.newest || pages?.older) && (
        <p className="mt-1 flex gap-4">
          {pages.newest && (
            <Link href={pages.newest} className="inline-flex min-h-6 items-center text-accent-ink underline">
              {t('newer')}
            </Link>
          )}
          {pages.older && (
            <Link href={pages.older} className="inline-flex min-h-6 items-center text-accent-ink underline">
              {t('older')}
            </Link>
          )}
        </p>
      )}
    </div>
  )
}

function Item({ title, at, error, again, children }: { title: ReactNode; at: string; error?: string; again?: AgainProps; children?: ReactNode }) {
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 py-2">
      <div className="min-w-0 grow basis-60">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span dir="auto" className="wrap-anywhere">
            {title}
          </span>
          <span className="text-sm text-dim">{at}</span>
        </p>
        {error && (
          <p dir="auto" className="max-w-prose text-sm wrap-anywhere text-danger">
            {error}
          </p>
        )}
        {children}
      </div>
      {again && <Again {...again} name={`${typeof title === 'string' ? title : ''} ${at}`} />}
    </li>
  )
}

/** `isWhole`: with what is wrong and what came. */
function Event({ channelId, event: e, at, isWhole = false }: { channelId: number; event: ArrivedEvent; at: string; isWhole?: boolean }) {
  const t = useTranslations('settings.connect')
  const reason = useReason()
  const kind = t(`kinds.${KINDS.find((k) => k === e.type) ?? 'other'}`)
  if (!isWhole)
    return (
      <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
        <span>{kind}</span>
        <Badge tone={e.state === 'failed' ? 'danger' : e.state === 'done' ? 'good' : 'plain'}>{t(`states.${e.state}`)}</Badge>
        <span className="text-sm text-dim">{at}</span>
      </li>
    )
  return (
    <Item title={[kind, e.who].filter(Boolean).join(' · ')} at={at} error={reason(e.error)} again={e.again ? { channelId, what: 'events', id: e.id } : undefined}>
      {e.subject && (
        <p dir="auto" className="max-w-prose wrap-anywhere">
          {e.subject}
        </p>
      )}
      {!e.again && <p className="text-sm text-dim">{t('cannotRetry')}</p>}
      {e.isKept && (
        <a href={`/api/ui/channels/${channelId}/arrived/${e.id}/raw`} download className="my-1 flex min-h-6 w-fit items-center text-accent-ink underline">
          {t('download')}
        </a>
      )}
      {e.raw !== '' && (
        <details>
          <summary className="min-h-6 w-fit rounded px-1 py-0.5 text-sm text-dim hover:text-ink" aria-label={t('whatCameAt', { kind, date: at })}>
            {t('whatCame')}
          </summary>
          <pre dir="ltr" className="mt-1 max-h-60 overflow-y-auto rounded-md bg-sunken p-2 font-mono text-sm break-all whitespace-pre-wrap" tabIndex={0}>
            {e.raw}
          </pre>
        </details>
      )}
    </Item>
  )
}

/** Once more: one, or (without `id`) all. */
function Again({ channelId, what, id, name }: AgainProps & { name: string }) {
  const { state, send, error } = useForm(retryAction)
  const t = useTranslations('settings.connect')
  return (
    <form action={send} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="channelId" value={channelId} />
      <input type="hidden" name="what" value={what} />
      {id !== undefined && <input type="hidden" name="id" value={id} />}
      <Outcome error={error} done={typeof state.done === 'object' ? t('retried', { count: state.done.count }) : undefined} />
      <Submit look={id === undefined ? 'plain' : 'quiet'} aria-label={t('retryNamed', { what: name })}>
        {t(id === undefined ? 'retryAll' : 'retry')}
      </Submit>
    </form>
  )
}
