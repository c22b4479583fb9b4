'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input, TextArea } from '@/components/ui/input'
import { useToast } from '@/components/ui/toast'
import { updateContactAction } from '@/lib/actions/contacts'
import type { ContactDetails } from '@/lib/domain/contacts/get'
import { get } from '@/lib/queries/fetch'
import { keys } from '@/lib/queries/keys'
import { ChannelBadge } from './channel-badge'
import { OtherLink } from './other-link'
import { Section } from './section'
import { useReason } from './use-reason'

/** What is known of a contact: what came with the conversation, kept fresh by events. */
export function useContact(initial: ContactDetails) {
  const id = initial.contact.id
  const { data } = useQuery({ queryKey: keys.contact(id), queryFn: ({ signal }) => get<ContactDetails>(`/contacts/${id}`, {}, { signal }), initialData: initial })
  return data
}

/** The customer, to read and to correct. */
export function ContactCard({ details, isOnline }: { details: ContactDetails; isOnline: boolean }) {
  const t = useTranslations('conversation')
  const [isEditing, setEditing] = useState(false)
  const { contact, identities } = details
  if (isEditing) return <ContactForm details={details} onDone={() => setEditing(false)} />
  const name = contact.name || t('details.noName')
  return (
    <div className="flex flex-col gap-3 p-4">
      <div className="flex items-center gap-3">
        <Avatar name={name} size="lg" online={isOnline} />
        <div className="min-w-0 grow">
          <p className="truncate text-base font-semibold" dir="auto">
            {name}
          </p>
          {isOnline && <p className="text-xs text-good">{t('presence.customerOnline')}</p>}
        </div>
        <IconButton label={t('details.edit')} onClick={() => setEditing(true)}>
          <Pencil size={15} />
        </IconButton>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 text-sm">
        {contact.email && (
          <>
            <dt className="text-dim">{t('details.email')}</dt>
            <dd className="min-w-0 truncate" dir="auto">
              <a href={`mailto:${contact.email}`} className="text-accent-ink hover:underline">
                {contact.email}
              </a>
            </dd>
          </>
        )}
        {contact.phone && (
          <>
            <dt className="text-dim">{t('details.phone')}</dt>
            <dd className="min-w-0 truncate" dir="ltr">
              <a href={`tel:${contact.phone.replace(/[^\d+]/g, '')}`} className="text-accent-ink hover:underline">
                {contact.phone}
              </a>
            </dd>
          </>
        )}
      </dl>
      {contact.note && (
        <p className="rounded-md border border-note-line bg-note px-3 py-2 text-sm [overflow-wrap:anywhere] whitespace-pre-wrap text-note-ink" dir="auto">
          {contact.note}
        </p>
      )}
      {identities.length > 0 && (
        <div>
          <p className="mb-1 text-xs font-medium text-dim">{t('details.addresses')}</p>
          <ul className="flex flex-col gap-1">
            {identities.map((i) => (
              <li key={i.id} className="flex min-w-0 items-center gap-2 text-sm">
                <ChannelBadge type={i.channelType} />
                <span className="min-w-0 truncate" dir="auto">
                  {i.address}
                </span>
                {i.verified && <Badge tone="good">{t('details.verified')}</Badge>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function ContactForm({ details, onDone }: { details: ContactDetails; onDone: () => void }) {
  const t = useTranslations()
  const client = useQueryClient()
  const toast = useToast()
  const reason = useReason()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { contact } = details
  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault()
    const form = new FormData(e.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '')
    setBusy(true)
    setProblem(null)
    try {
      const answer = await updateContactAction({ contactId: contact.id, name: said('name'), email: said('email'), phone: said('phone'), note: said('note') })
      if (!answer.ok) return setProblem(reason(answer.error.reason))
      client.setQueryData<ContactDetails>(keys.contact(contact.id), (d) => d && { ...d, contact: answer.data })
      void client.invalidateQueries({ queryKey: keys.contact(contact.id) })
      toast.show({ text: t('conversation.details.saved') })
      onDone()
    } catch {
      setProblem(reason('offline'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(e) => void submit(e)} className="flex flex-col gap-3 p-4">
      <Field label={t('conversation.details.name')}>
        <Input name="name" autoFocus required maxLength={120} defaultValue={contact.name} />
      </Field>
      <Field label={t('conversation.details.email')}>
        <Input name="email" type="email" maxLength={254} defaultValue={contact.email ?? ''} />
      </Field>
      <Field label={t('conversation.details.phone')}>
        <Input name="phone" type="tel" maxLength={40} defaultValue={contact.phone ?? ''} />
      </Field>
      <Field label={t('conversation.details.note')}>
        <TextArea name="note" rows={4} maxLength={10_000} defaultValue={contact.note} />
      </Field>
      {problem && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" look="primary" busy={isBusy}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}

/** Other conversations of the same customer. */
export function OtherConversations({ details, current }: { details: ContactDetails; current: number }) {
  const t = useTranslations('conversation.details')
  const others = details.conversations.filter((c) => c.id !== current)
  return (
    <Section title={t('others')} isOpen>
      {others.length === 0 && <p className="text-sm text-dim">{t('othersNone')}</p>}
      <ul className="-mx-2 flex flex-col">
        {others.map((c) => (
          <li key={c.id}>
            <OtherLink row={c} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
