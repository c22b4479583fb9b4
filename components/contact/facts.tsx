'use client'
import type { ReactNode } from 'react'
import { useFormatter, useLocale, useNow, useTranslations } from 'use-intl'
import type { ContactView } from '@/lib/domain/contacts/view'
import { Breakable } from './breakable'
import { CopyButton } from './copy-button'

/** What is known of a contact, to read, copy and follow. */
export function Facts({ contact }: { contact: ContactView }) {
  const t = useTranslations('contact.facts')
  const { email, phone, company, language, timeZone, fields, note } = contact
  const locale = useLocale()
  const isEmpty = !email && !phone && !company && !language && !timeZone && fields.length === 0
  return (
    <>
      {!isEmpty && (
        <dl className="grid grid-cols-[minmax(4rem,auto)_1fr] items-center gap-x-3 gap-y-1 text-sm">
          {email && (
            <Fact name={t('email')} copy={email}>
              <a href={`mailto:${email}`} className="text-accent-ink hover:underline">
                <Breakable text={email} />
              </a>
            </Fact>
          )}
          {phone && (
            <Fact name={t('phone')} copy={phone}>
              <a href={`tel:${phone.replace(/[^\d+]/g, '')}`} dir="ltr" title={contact.phoneRaw ?? undefined} className="text-accent-ink hover:underline">
                {contact.phoneShown ?? phone}
              </a>
            </Fact>
          )}
          {company && <Fact name={t('company')}>{company}</Fact>}
          {language && <Fact name={t('language')}>{languageName(locale, language)}</Fact>}
          {timeZone && (
            <Fact name={t('timeZone')}>
              <LocalTime timeZone={timeZone} />
            </Fact>
          )}
          {fields.map((f) => (
            <Fact key={f.name} name={f.name} copy={f.value}>
              {f.value}
            </Fact>
          ))}
        </dl>
      )}
      {note && (
        <p className="rounded-md border border-note-line bg-note px-3 py-2 text-sm [overflow-wrap:anywhere] whitespace-pre-wrap text-note-ink" dir="auto">
          {note}
        </p>
      )}
    </>
  )
}

function Fact({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) {
  return (
    <>
      <dt className="max-w-32 [overflow-wrap:anywhere] text-dim" dir="auto">
        {name}
      </dt>
      <dd className="flex min-h-6 min-w-0 items-center gap-1">
        <span className="min-w-0 grow [overflow-wrap:anywhere]" dir="auto">
          {children}
        </span>
        {copy && <CopyButton value={copy} what={name} />}
      </dd>
    </>
  )
}

function LocalTime({ timeZone }: { timeZone: string }) {
  const t = useTranslations('contact.facts')
  const format = useFormatter()
  const now = useNow({ updateInterval: 30_000 })
  return <span title={timeZone}>{t('localTime', { time: format.dateTime(now, { hour: 'numeric', minute: 'numeric', weekday: 'short', timeZone }) })}</span>
}

/** A language by its name; a tag that the browser has no name for as it is. */
export function languageName(locale: string, tag: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
