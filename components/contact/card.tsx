'use client'
import { shownName } from '@/components/ui/shown-name'
import { useQueryClient } from '@tanstack/react-query'
import { EllipsisVertical, Merge, Pencil, UserX } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { useReason } from '@/components/conversation/use-reason'
import { useToast } from '@/components/ui/toast'
import { useReturnFocus } from '@/components/ui/use-return-focus'
import type { ContactDetails } from '@/lib/domain/contacts/get'
import type { ContactView } from '@/lib/domain/contacts/view'
import { useMe } from '@/lib/queries/directory'
import { patch, resultOf } from '@/lib/queries/fetch'
import { keys } from '@/lib/queries/keys'
import { Addresses } from './addresses'
import { type Draft, draftOf, editOf, inverseOf, isDraftKey, type Problem, withEdit } from './draft'
import { Facts } from './facts'
import { ContactForm } from './form'
import { SamePerson } from './same-person'
import { pictureUrl } from './picture-url'
import { useShowContact } from './use-contact'

const MergeDialog = dynamic(() => import('./merge-dialog').then((m) => m.MergeDialog), { ssr: false })
const ForgetDialog = dynamic(() => import('./forget-dialog').then((m) => m.ForgetDialog), { ssr: false })

/** The customer, to read, to correct, and to make one with whom they also are. */
export function ContactCard({ details, isOnline }: { details: ContactDetails; isOnline: boolean }) {
  const t = useTranslations('contact')
  const { contact } = details
  const { writing, edit, save, cancel } = useEdit(contact)
  const [merging, setMerging] = useState<{ other: number | null } | null>(null)
  const isAdmin = useMe().role === 'admin'
  const [isForgetting, setForgetting] = useState(false)
  const name = shownName(contact.name) ?? t('noName')
  const opener = useReturnFocus(writing !== null)
  if (writing) return <ContactForm key={writing.turn} draft={writing.draft} problem={writing.problem} onSave={(draft) => void save(draft)} onCancel={cancel} />
  return (
    <div className="flex flex-col gap-3 p-4">
      <div className="flex items-center gap-3">
        <Avatar name={name} size="lg" online={isOnline} src={pictureUrl(contact)} />
        <div className="min-w-0 grow">
          <p className="truncate text-base font-semibold" dir="auto" title={name}>
            {name}
          </p>
          {isOnline && <p className="text-xs text-good">{t('online')}</p>}
        </div>
        <div className="flex">
          <IconButton ref={opener} label={t('edit')} onClick={edit}>
            <Pencil size={15} />
          </IconButton>
          <Menu
            label={t('actions')}
            align="end"
            trigger={
              <IconButton label={t('actions')}>
                <EllipsisVertical size={16} />
              </IconButton>
            }
          >
            <MenuItem icon={<Merge size={14} />} onSelect={() => setMerging({ other: null })}>
              {t('merge')}
            </MenuItem>
            {isAdmin && (
              <MenuItem icon={<UserX size={14} />} danger onSelect={() => setForgetting(true)}>
                {t('forget')}
              </MenuItem>
            )}
          </Menu>
        </div>
      </div>
      <Facts contact={contact} />
      <Addresses details={details} onCompare={(other) => setMerging({ other })} />
      <SamePerson contact={contact} onCompare={(other) => setMerging({ other })} />
      {merging && <MergeDialog into={details} other={merging.other} onClose={() => setMerging(null)} />}
      {isForgetting && <ForgetDialog contact={contact} onClose={() => setForgetting(false)} />}
    </div>
  )
}

type Writing = { draft: Draft; base: ContactView; problem: Problem | null; turn: number }

/** Writing a contact anew: shown at once, given back to the writer with what is wrong when it is refused. */
function useEdit(contact: ContactView) {
  const t = useTranslations('contact')
  const common = useTranslations('common')
  const reason = useReason()
  const toast = useToast()
  const client = useQueryClient()
  const show = useShowContact()
  const [writing, setWriting] = useState<Writing | null>(null)

  const send = async (base: ContactView, change: Partial<Draft>, seen: Partial<ContactView>) => {
    show(withEdit(base, change))
    const answer = await resultOf(patch<ContactView>(`/contacts/${base.id}`, { ...change, seen })).catch(() => null)
    if (answer?.ok) show(answer.data)
    else {
      show(base)
      void client.invalidateQueries({ queryKey: keys.contact(base.id) })
    }
    return answer
  }

  const save = async (draft: Draft) => {
    if (!writing) return
    const { base, turn } = writing
    const edit = editOf(base, draft)
    setWriting(null)
    if (!edit) return
    const answer = await send(base, edit.change, edit.seen)
    if (!answer?.ok) {
      const data: Record<string, unknown> = answer?.error.data ?? {}
      const newer = answer?.error.reason === 'contact_changed' ? (data.contact as ContactView) : base
      return setWriting({ draft, base: newer, turn: turn + 1, problem: problemOf(answer?.error.reason ?? 'offline', data) })
    }
    const now = answer.data
    const back = inverseOf(base, edit.change)
    toast.show({ text: t('form.saved'), action: { label: common('undo'), keys: 'z', run: () => void undo(now, back) } })
  }

  const undo = async (now: ContactView, back: Partial<Draft>) => {
    const seen = Object.fromEntries(Object.keys(back).map((k) => [k, now[k as keyof Draft]]))
    const answer = await send(now, back, seen)
    toast.show(answer?.ok ? { text: t('form.restored') } : { tone: 'danger', text: reason(answer?.error.reason ?? 'offline') })
  }

  const problemOf = (said: string, data: Record<string, unknown>): Problem => {
    if (said === 'contact_changed') {
      const names = Array.isArray(data.fields) ? data.fields : []
      const [first] = names
      const words = names.map((n) => (n === 'fields' ? t('form.fields') : isDraftKey(n) ? t(`facts.${n as Exclude<keyof Draft, 'fields'>}`) : '')).filter(Boolean)
      const newer = data.contact as ContactView
      const value = names.length === 1 && isDraftKey(first) && first !== 'fields' ? ` ${t('form.was', { value: draftOf(newer)[first] || t('form.empty') })}` : ''
      return { field: names.length === 1 && isDraftKey(first) ? first : null, text: `${t('form.changed', { fields: words.join(', ') })}${value}` }
    }
    const field = typeof data.field === 'string' ? data.field.split('.')[0] : null
    const at = isDraftKey(field) ? field : null
    return { field: at, text: at && said === 'bad_input' ? t('form.wrong') : reason(said) }
  }

  return {
    writing,
    edit: () => setWriting({ draft: draftOf(contact), base: contact, problem: null, turn: 0 }),
    save,
    cancel: () => setWriting(null),
  }
}
