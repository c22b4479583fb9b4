'use client'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/icon-button'
import type { ContactDetails } from '@/lib/domain/contacts/get'
import { useDirectory, useMe } from '@/lib/queries/directory'
import { usePresence } from '@/lib/queries/presence'
import type { Opened } from '@/lib/queries/thread-merge'
import { ContactCard } from '@/components/contact/card'
import { Forgotten } from '@/components/contact/forgotten'
import { OtherConversations } from '@/components/contact/others'
import { useContact } from '@/components/contact/use-contact'
import { AssignPicker } from './assign-picker'
import { ChannelBadge } from './channel-badge'
import { History } from './history'
import { useNames } from './names'
import { People } from './people'
import { Section } from './section'

/** What belongs to the conversation beside its words: customer, state, people, history. */
export function Details({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const t = useTranslations('conversation.details')
  const { row } = opened.details
  return (
    <div className="flex h-full flex-col overflow-y-auto bg-surface">
      <div className="flex min-h-13 shrink-0 items-center border-b border-line ps-4 pe-2">
        <h2 className="grow font-semibold">{t('title')}</h2>
        <IconButton label={t('close')} onClick={onClose}>
          <X size={16} />
        </IconButton>
      </div>
      {opened.contact ? <Customer opened={opened} initial={opened.contact} /> : row.contactId !== null && <Forgotten />}
      {row.kind === 'customer' && <State opened={opened} />}
      {row.kind === 'team' && <People row={row} />}
      <SeenBy opened={opened} />
      {opened.contact && <Others opened={opened} initial={opened.contact} />}
      <Section title={t('history')}>
        <History id={row.id} contactName={row.contactName ?? ''} />
      </Section>
    </div>
  )
}

function Customer({ opened, initial }: { opened: Opened; initial: ContactDetails }) {
  const presence = usePresence(opened.details.row.id)
  // Merging makes the conversation another contact's; the row says whose it is now.
  const { details, isForgotten } = useContact(opened.details.row.contactId ?? initial.contact.id, initial)
  if (isForgotten) return <Forgotten />
  return <ContactCard key={details.contact.id} details={details} isOnline={presence?.contactOnline ?? false} />
}

function Others({ opened, initial }: { opened: Opened; initial: ContactDetails }) {
  const { row } = opened.details
  const { details, isForgotten } = useContact(row.contactId ?? initial.contact.id, initial)
  if (isForgotten) return null
  return <OtherConversations key={details.contact.id} details={details} current={row.id} />
}

function State({ opened }: { opened: Opened }) {
  const t = useTranslations('conversation')
  const format = useFormatter()
  const { row } = opened.details
  const { user, team } = useNames()
  const { channelById } = useDirectory()
  const [isPicking, setPicking] = useState(false)
  const at = (ms: number) => format.dateTime(new Date(ms), { dateStyle: 'medium', timeStyle: 'short' })
  const channel = row.channelId === null ? undefined : channelById.get(row.channelId)
  return (
    <Section title={t('details.conversation')} isOpen>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1.5 text-sm">
        <dt className="text-dim">{t('details.assignee')}</dt>
        <dd>
          <AssignPicker
            row={row}
            align="start"
            open={isPicking}
            onOpenChange={setPicking}
            trigger={
              <button type="button" className="-ms-2 inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-md px-2 hover:bg-hover">
                <span className="truncate" dir="auto">
                  {row.assigneeId === null ? t('header.unassigned') : user(row.assigneeId)}
                </span>
              </button>
            }
          />
        </dd>
        <dt className="text-dim">{t('details.team')}</dt>
        <dd dir="auto">{team(row.teamId) ?? t('assign.noTeam')}</dd>
        <dt className="text-dim">{t('details.status')}</dt>
        <dd>{row.status === 'snoozed' && row.snoozedUntil ? t('status.snoozedUntil', { time: at(row.snoozedUntil) }) : t(`status.${row.status}`)}</dd>
        {channel && (
          <>
            <dt className="text-dim">{t('details.channel')}</dt>
            <dd className="flex min-w-0 items-center gap-1.5">
              <ChannelBadge type={channel.type} />
              <span className="truncate" dir="auto" title={channel.name}>
                {channel.deleted ? t('details.deletedChannel', { name: channel.name }) : channel.name}
              </span>
            </dd>
          </>
        )}
        <dt className="text-dim">{t('details.since')}</dt>
        <dd>{at(row.createdAt)}</dd>
        {row.needsReply && row.waitingSince && (
          <>
            <dt className="text-dim">{t('details.waiting')}</dt>
            <dd className="font-medium text-warn">{at(row.waitingSince)}</dd>
          </>
        )}
      </dl>
    </Section>
  )
}

/** Which colleagues have read up to the newest message somebody wrote. */
function SeenBy({ opened }: { opened: Opened }) {
  const t = useTranslations('conversation.details')
  const me = useMe().id
  const { user } = useNames()
  const { row, seen } = opened.details
  const upToDate = seen.filter((s) => s.userId !== me && s.lastReadIndex >= row.lastContentIndex)
  return (
    <Section title={t('seenBy')}>
      {upToDate.length === 0 && <p className="text-sm text-dim">{t('seenNobody')}</p>}
      <ul className="flex flex-col gap-1.5">
        {upToDate.map((s) => (
          <li key={s.userId} className="flex items-center gap-2 text-sm">
            <Avatar name={user(s.userId)} size="sm" />
            <span dir="auto">{user(s.userId)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
