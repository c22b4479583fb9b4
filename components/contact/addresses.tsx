'use client'
import { useQueryClient } from '@tanstack/react-query'
import { MessageSquarePlus, Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { usePlace } from '@/components/inbox/place'
import { ChannelBadge } from '@/components/conversation/channel-badge'
import { useReason } from '@/components/conversation/use-reason'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input, Select } from '@/components/ui/input'
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import { addIdentityAction, removeIdentityAction, startCustomerAction } from '@/lib/actions/contacts'
import type { ContactDetails } from '@/lib/domain/contacts/get'
import type { IdentityView } from '@/lib/domain/contacts/view'
import { useDirectory } from '@/lib/queries/directory'
import { isComposing } from '@/components/ui/is-composing'
import { useReturnFocus } from '@/components/ui/use-return-focus'
import { keys } from '@/lib/queries/keys'
import { Breakable } from './breakable'
import { CopyButton } from './copy-button'

/** Kinds a person can write down; the others mean something only inside their provider. */
const WRITABLE = ['email', 'sms', 'whatsapp'] as const
type Writable = (typeof WRITABLE)[number]
const isWritable = (type: string): type is Writable => WRITABLE.some((w) => w === type)

/** Where the contact is reached: to write to, copy, add to and strike out. */
export function Addresses({ details, onCompare }: { details: ContactDetails; onCompare: (other: number) => void }) {
  const t = useTranslations('contact.addresses')
  const [isAdding, setAdding] = useState(false)
  const opener = useReturnFocus(isAdding)
  const { contact, identities } = details
  return (
    <section aria-label={t('title')}>
      <div className="flex items-center">
        <h3 className="grow text-xs font-medium text-dim">{t('title')}</h3>
        <IconButton ref={opener} label={t('add')} aria-expanded={isAdding} onClick={() => setAdding(!isAdding)} className="size-7">
          <Plus size={14} />
        </IconButton>
      </div>
      {identities.length === 0 && !isAdding && <p className="text-sm text-dim">{t('none')}</p>}
      <ul className="flex flex-col">
        {identities.map((i) => (
          <Address key={i.id} contactId={contact.id} identity={i} />
        ))}
      </ul>
      {isAdding && <AddAddress contactId={contact.id} onDone={() => setAdding(false)} onCompare={onCompare} />}
    </section>
  )
}

function Address({ contactId, identity: i }: { contactId: number; identity: IdentityView }) {
  const t = useTranslations('contact.addresses')
  const acts = useAddressActs(contactId)
  return (
    <li className="group flex min-h-8 min-w-0 items-center gap-2 text-sm">
      <ChannelBadge type={i.channelType} />
      <span className="flex min-w-0 grow flex-wrap items-center gap-x-2">
        <span className="[overflow-wrap:anywhere]" dir={i.channelType === 'sms' || i.channelType === 'whatsapp' ? 'ltr' : 'auto'} title={i.address}>
          <Breakable text={i.shown} />
        </span>
        {i.consent ? <Badge tone="danger">{t(i.consent === 'blocked' ? 'blocked' : 'optedOut')}</Badge> : i.verified && <Badge tone="good">{t('verified')}</Badge>}
      </span>
      <span className="flex shrink-0">
        <WriteTo contactId={contactId} identity={i} />
        <CopyButton value={i.address} what={i.shown} />
        <IconButton label={t('remove', { address: i.shown })} onClick={() => void acts.remove(i)} className="size-6">
          <Trash2 size={13} />
        </IconButton>
      </span>
    </li>
  )
}

/** Begins, or goes on with, the conversation with this address; through which account is asked where there are several. */
function WriteTo({ contactId, identity }: { contactId: number; identity: IdentityView }) {
  const t = useTranslations('contact.addresses')
  const toast = useToast()
  const reason = useReason()
  const { go } = usePlace()
  const { channels } = useDirectory()
  const ways = channels.filter((c) => c.type === identity.channelType && !c.disabled && !c.deleted && c.type !== 'webchat')
  const start = async (channelId: number) => {
    const answer = await startCustomerAction({ contactId, channelId, identityId: identity.id }).catch(() => null)
    if (answer?.ok) go({ openId: answer.data.id })
    else toast.show({ tone: 'danger', text: reason(answer?.error.reason ?? 'offline') })
  }
  const label = t('write', { address: identity.shown })
  const icon = <MessageSquarePlus size={13} />
  const [only] = ways
  if (!only) return null
  if (ways.length === 1)
    return (
      <IconButton label={label} onClick={() => void start(only.id)} className="size-6">
        {icon}
      </IconButton>
    )
  return (
    <Menu
      label={label}
      align="end"
      trigger={
        <IconButton label={label} className="size-6">
          {icon}
        </IconButton>
      }
    >
      <MenuLabel>{t('writeVia')}</MenuLabel>
      {ways.map((c) => (
        <MenuItem key={c.id} onSelect={() => void start(c.id)}>
          {c.name}
        </MenuItem>
      ))}
    </Menu>
  )
}

function useAddressActs(contactId: number) {
  const t = useTranslations('contact.addresses')
  const common = useTranslations('common')
  const client = useQueryClient()
  const toast = useToast()
  const reason = useReason()
  const put = (change: (all: IdentityView[]) => IdentityView[]) =>
    client.setQueryData<ContactDetails>(keys.contact(contactId), (d) => d && { ...d, identities: change(d.identities) })
  const refresh = () => client.invalidateQueries({ queryKey: keys.contact(contactId) })
  const add = async (channelType: Writable, address: string) => {
    const answer = await addIdentityAction({ contactId, channelType, address }).catch(() => null)
    if (answer?.ok) put((all) => (all.some((i) => i.id === answer.data.id) ? all : [...all, answer.data]))
    return answer
  }
  const remove = async (i: IdentityView) => {
    put((all) => all.filter((x) => x.id !== i.id))
    const answer = await removeIdentityAction({ contactId, identityId: i.id }).catch(() => null)
    if (!answer?.ok) {
      void refresh()
      return toast.show({ tone: 'danger', text: reason(answer?.error.reason ?? 'offline') })
    }
    const { channelType } = i
    const undo = isWritable(channelType)
      ? async () => {
          const again = await add(channelType, i.address)
          if (!again?.ok) toast.show({ tone: 'danger', text: reason(again?.error.reason ?? 'offline') })
        }
      : undefined
    toast.show({ text: t('removed'), action: undo && { label: common('undo'), keys: 'z', run: () => void undo() } })
  }
  return { add, remove }
}

function AddAddress({ contactId, onDone, onCompare }: { contactId: number; onDone: () => void; onCompare: (other: number) => void }) {
  const t = useTranslations('contact.addresses')
  const common = useTranslations('common')
  const types = useTranslations('inbox.channelTypes')
  const reason = useReason()
  const toast = useToast()
  const { add } = useAddressActs(contactId)
  const [type, setType] = useState<Writable>('email')
  const [address, setAddress] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ text: string; owner: number | null } | null>(null)
  const id = useId()
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    setBusy(true)
    const answer = await add(type, address)
    setBusy(false)
    if (answer?.ok) {
      toast.show({ text: t('added') })
      return onDone()
    }
    const { contactId: owner, name } = answer?.error.data ?? {}
    setProblem(
      answer?.error.reason === 'address_taken' && typeof owner === 'number'
        ? { text: t('taken', { name: String(name) }), owner }
        : { text: reason(answer?.error.reason ?? 'offline'), owner: null },
    )
  }
  return (
    <form
      onSubmit={(e) => void submit(e)}
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || isComposing(e.nativeEvent)) return
        e.stopPropagation()
        e.preventDefault()
        onDone()
      }}
      className="mt-1 flex flex-col gap-2 rounded-md border border-line p-3"
    >
      <div className="grid grid-cols-[6.5rem_1fr] gap-2">
        <Field label={t('kind')}>
          <Select value={type} onChange={(e) => isWritable(e.target.value) && setType(e.target.value)}>
            {WRITABLE.map((w) => (
              <option key={w} value={w}>
                {types(w)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('address')}>
          <Input
            autoFocus
            required
            type={type === 'email' ? 'email' : 'tel'}
            maxLength={254}
            aria-errormessage={problem ? id : undefined}
            value={address}
            onChange={(e) => {
              setAddress(e.target.value)
              setProblem(null)
            }}
          />
        </Field>
      </div>
      {problem && (
        <p id={id} role="alert" className="text-sm text-danger" dir="auto">
          {problem.text}{' '}
          {problem.owner !== null && (
            <button type="button" className="font-medium underline" onClick={() => problem.owner !== null && onCompare(problem.owner)}>
              {t('compare')}
            </button>
          )}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common('cancel')}</Button>
        <Button type="submit" look="primary" busy={isBusy}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
