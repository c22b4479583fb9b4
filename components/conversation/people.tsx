'use client'
import { LogOut, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { IconButton } from '@/components/ui/icon-button'
import { Popover } from '@/components/ui/popover'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useDirectory, useMe } from '@/lib/queries/directory'
import { useAct } from '@/lib/queries/mutations'
import { useNames } from './names'
import { Picker } from './picker'
import { Section } from './section'

/** Who is in a team conversation: bring people in, take them out, leave. */
export function People({ row }: { row: ConversationRow }) {
  const t = useTranslations('conversation')
  const common = useTranslations('common')
  const me = useMe().id
  const act = useAct()
  const { active } = useDirectory()
  const { user } = useNames()
  const [isAdding, setAdding] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const others = active.filter((u) => !row.members.includes(u.id))
  return (
    <Section title={t('details.people')} isOpen>
      <ul className="flex flex-col gap-1">
        {row.members.map((id) => (
          <li key={id} className="flex min-h-8 items-center gap-2">
            <Avatar name={user(id)} size="sm" />
            <span className="min-w-0 grow truncate" dir="auto">
              {user(id)}
              {id === me && ` (${t('message.you')})`}
            </span>
            {id === me ? (
              <IconButton label={t('details.leave')} onClick={() => setLeaving(true)}>
                <LogOut size={14} />
              </IconButton>
            ) : (
              <IconButton label={t('details.removePerson', { name: user(id) })} onClick={() => act.removeParticipants(row.id, [id])}>
                <X size={14} />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      <Popover
        label={t('details.addPeople')}
        open={isAdding}
        onOpenChange={setAdding}
        trigger={
          <Button className="mt-2 w-full">
            <Plus size={14} aria-hidden />
            {t('details.addPeople')}
          </Button>
        }
      >
        <Picker
          label={t('details.addPeople')}
          empty={t('assign.none')}
          onPicked={() => setAdding(false)}
          choices={others.map((u) => ({
            key: String(u.id),
            name: u.name,
            group: '',
            icon: <Avatar name={u.name} size="sm" />,
            pick: () => act.addParticipants(row.id, [u.id]),
          }))}
        />
      </Popover>
      <Dialog
        open={isLeaving}
        onClose={() => setLeaving(false)}
        title={t('details.leaveAsk')}
        footer={
          <>
            <Button data-autofocus onClick={() => setLeaving(false)}>
              {common('cancel')}
            </Button>
            <Button
              look="danger"
              onClick={() => {
                setLeaving(false)
                act.removeParticipants(row.id, [me])
              }}
            >
              {t('details.leave')}
            </Button>
          </>
        }
      >
        <p>{t('details.leaveAbout')}</p>
      </Dialog>
    </Section>
  )
}
