'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { UsersRound } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useNames } from '@/components/conversation/names'
import { useReason } from '@/components/conversation/use-reason'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { Ago } from '@/components/ui/time'
import { keepApartAction } from '@/lib/actions/contacts'
import type { MergeView, SamePerson as Same, Suggestion } from '@/lib/domain/contacts/same-person'
import type { ContactView } from '@/lib/domain/contacts/view'
import { get } from '@/lib/queries/fetch'
import { keys } from '@/lib/queries/keys'
import { useUnmerge } from './use-merge'

/** Who else this may be, for a colleague to look at; and who was made one with this contact, to be parted again. */
export function SamePerson({ contact, onCompare }: { contact: ContactView; onCompare: (other: number) => void }) {
  const { data } = useQuery({ queryKey: keys.samePerson(contact.id), queryFn: ({ signal }) => get<Same>(`/contacts/${contact.id}/same`, {}, { signal }) })
  if (!data || (data.suggestions.length === 0 && data.merges.length === 0)) return null
  return (
    <>
      {data.suggestions.map((s) => (
        <Possible key={s.contact.id} contact={contact} suggestion={s} onCompare={onCompare} />
      ))}
      {data.merges.length > 0 && <Merged contact={contact} merges={data.merges} />}
    </>
  )
}

function Possible({ contact, suggestion: s, onCompare }: { contact: ContactView; suggestion: Suggestion; onCompare: (other: number) => void }) {
  const t = useTranslations('contact.same')
  const client = useQueryClient()
  const toast = useToast()
  const reason = useReason()
  const apart = async () => {
    const key = keys.samePerson(contact.id)
    client.setQueryData<Same>(key, (d) => d && { ...d, suggestions: d.suggestions.filter((x) => x.contact.id !== s.contact.id) })
    const answer = await keepApartAction({ contactId: contact.id, otherId: s.contact.id }).catch(() => null)
    if (!answer?.ok) void client.invalidateQueries({ queryKey: key })
    toast.show(answer?.ok ? { text: t('kept') } : { tone: 'danger', text: reason(answer?.error.reason ?? 'offline') })
  }
  return (
    <section aria-label={t('title')} className="rounded-md border border-line bg-sunken p-3 text-sm">
      <p className="flex items-center gap-1.5 font-medium">
        <UsersRound size={14} aria-hidden className="text-dim" />
        {t('title')}
      </p>
      <p className="mt-1 truncate" dir="auto">
        {s.contact.name}
      </p>
      <p className="flex flex-wrap items-center gap-x-2 text-dim">
        <span dir="auto">{t(s.kind, { value: s.value })}</span>
        {!s.isProven && <Badge>{t('unproven')}</Badge>}
      </p>
      <div className="mt-2 flex gap-2">
        <Button onClick={() => onCompare(s.contact.id)}>{t('compare')}</Button>
        <Button look="quiet" onClick={() => void apart()}>
          {t('apart')}
        </Button>
      </div>
    </section>
  )
}

function Merged({ contact, merges }: { contact: ContactView; merges: MergeView[] }) {
  const t = useTranslations('contact.merged')
  const { user } = useNames()
  const unmerge = useUnmerge()
  return (
    <section aria-label={t('title')}>
      <h3 className="mb-1 text-xs font-medium text-dim">{t('title')}</h3>
      <ul className="flex flex-col gap-1">
        {merges.map((m) => (
          <li key={m.id} className="flex items-center gap-2 text-sm">
            <span className="min-w-0 grow [overflow-wrap:anywhere]" dir="auto">
              {m.state === 'settled'
                ? t('settled', { contact: m.from.name })
                : t(m.state === 'undone' ? 'undone' : 'by', { name: user(m.state === 'undone' ? m.undoneBy : m.userId), contact: m.from.name })}{' '}
              <Ago ms={m.undoneAt ?? m.at} className="text-xs text-dim" />
            </span>
            {m.canUndo && (
              <Button aria-label={t('undo', { contact: m.from.name })} onClick={() => void unmerge({ mergeId: m.id, into: contact.id, from: m.from })}>
                {t('undoShort')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
