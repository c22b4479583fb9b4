'use client'
import { type ReactNode, useId } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { ChannelBadge } from '@/components/conversation/channel-badge'
import { Avatar } from '@/components/ui/avatar'
import { type Choice, CHOSEN, type Chosen, differs } from '@/lib/domain/contacts/facts'
import type { ContactDetails } from '@/lib/domain/contacts/get'
import type { ContactView } from '@/lib/domain/contacts/view'
import { languageName } from './facts'

type Props = { into: ContactDetails; from: ContactDetails; choice: Choice; onChoose: (choice: Choice) => void }

/** Two contacts side by side. Where both know a thing and differ, which of the two stays is chosen; the rest is joined. */
export function Compare({ into, from, choice, onChoose }: Props) {
  const t = useTranslations('contact')
  const [a, b] = [into.contact, from.contact]
  const put = (fact: Chosen, side: 'into' | 'from') => {
    const { [fact]: _was, ...rest } = choice
    onChoose(side === 'from' ? { ...rest, [fact]: 'from' } : rest)
  }
  const putField = (name: string, side: 'into' | 'from') => {
    const { [name]: _was, ...rest } = choice.fields ?? {}
    onChoose({ ...choice, fields: side === 'from' ? { ...rest, [name]: 'from' } : rest })
  }
  const names = [...new Set([...a.fields, ...b.fields].map((f) => f.name))]
  const fieldOf = (c: ContactView, name: string) => c.fields.find((f) => f.name === name)?.value
  return (
    <div className="flex flex-col divide-y divide-line text-sm">
      <div className="grid grid-cols-2 gap-3 pb-3">
        <Head details={into} label={t('dialog.stays')} />
        <Head details={from} label={t('dialog.joins')} />
      </div>
      {CHOSEN.filter((f) => a[f] || b[f]).map((fact) => (
        <Pair
          key={fact}
          name={t(`facts.${fact}`)}
          isOpen={differs(a, b, fact)}
          values={[<Value key="a" contact={a} fact={fact} />, <Value key="b" contact={b} fact={fact} />]}
          chosen={choice[fact] ?? 'into'}
          onChoose={(side) => put(fact, side)}
        />
      ))}
      {names.map((name) => {
        const values = [fieldOf(a, name), fieldOf(b, name)] as const
        return (
          <Pair
            key={`field ${name}`}
            name={name}
            isOpen={values[0] !== undefined && values[1] !== undefined && values[0] !== values[1]}
            values={[values[0], values[1]]}
            chosen={choice.fields?.[name] ?? 'into'}
            onChoose={(side) => putField(name, side)}
          />
        )
      })}
      {(a.note || b.note) && <Pair name={t('facts.note')} hint={a.note && b.note ? t('dialog.both') : undefined} values={[a.note, b.note]} />}
      <Pair
        name={t('dialog.addresses')}
        hint={into.identities.length > 0 && from.identities.length > 0 ? t('dialog.both') : undefined}
        values={[<Reached key="a" details={into} />, <Reached key="b" details={from} />]}
      />
    </div>
  )
}

function Head({ details: { contact, conversations, next }, label }: { details: ContactDetails; label: string }) {
  const t = useTranslations('contact')
  const count = conversations.length
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Avatar name={contact.name} />
      <div className="min-w-0">
        <p className="text-xs font-medium text-dim">{label}</p>
        <p className="truncate font-semibold" dir="auto">
          {contact.name || t('noName')}
        </p>
        <p className="text-xs text-dim">{next ? t('dialog.more', { count }) : t('dialog.conversations', { count })}</p>
      </div>
    </div>
  )
}

type PairProps = {
  name: string
  hint?: string
  values: [ReactNode, ReactNode]
  /** Both are known and differ. */
  isOpen?: boolean
  chosen?: 'into' | 'from'
  onChoose?: (side: 'into' | 'from') => void
}

function Pair({ name, hint, values, isOpen = false, chosen, onChoose }: PairProps) {
  const t = useTranslations('contact.dialog')
  const id = useId()
  const sides = ['into', 'from'] as const
  return (
    <fieldset className="py-2">
      <legend className="float-start mb-1 text-xs font-medium text-dim" dir="auto">
        {isOpen ? <span className="sr-only">{t('keep', { fact: name })}</span> : null}
        <span aria-hidden={isOpen || undefined}>{name}</span>
        {hint && <span className="ms-2 font-normal">{hint}</span>}
      </legend>
      <div className="clear-both grid grid-cols-2 gap-3">
        {sides.map((side, i) =>
          isOpen ? (
            <label
              key={side}
              className="flex min-h-8 min-w-0 cursor-pointer items-start gap-2 rounded-md border border-line px-2 py-1.5 has-checked:border-accent has-checked:bg-selected has-focus-visible:outline-2"
            >
              <input type="radio" name={id} className="mt-1 accent-accent" checked={chosen === side} onChange={() => onChoose?.(side)} />
              <span className="min-w-0 [overflow-wrap:anywhere]" dir="auto">
                {values[i]}
              </span>
            </label>
          ) : (
            <div key={side} className="min-w-0 [overflow-wrap:anywhere] whitespace-pre-wrap" dir="auto">
              {values[i] || <span className="text-dim">—</span>}
            </div>
          ),
        )}
      </div>
    </fieldset>
  )
}

function Value({ contact, fact }: { contact: ContactView; fact: Chosen }) {
  const locale = useLocale()
  const value = contact[fact]
  if (!value) return <span className="text-dim">—</span>
  return <>{fact === 'phone' ? (contact.phoneShown ?? value) : fact === 'language' ? languageName(locale, value) : value}</>
}

function Reached({ details }: { details: ContactDetails }) {
  if (details.identities.length === 0) return <span className="text-dim">—</span>
  return (
    <ul className="flex flex-col gap-1">
      {details.identities.slice(0, 10).map((i) => (
        <li key={i.id} className="flex min-w-0 items-center gap-2">
          <ChannelBadge type={i.channelType} />
          <span className="min-w-0 truncate" dir="auto">
            {i.shown}
          </span>
        </li>
      ))}
    </ul>
  )
}
