'use client'
import { CircleUserRound, UserMinus, UserPlus, Users } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { Popover } from '@/components/ui/popover'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useDirectory, useMe } from '@/lib/queries/directory'
import { useAct } from '@/lib/queries/mutations'
import { type Choice, Picker } from './picker'

type Props = { row: ConversationRow; trigger: ReactElement; open: boolean; onOpenChange: (open: boolean) => void; align?: 'start' | 'end' }

/** Gives the conversation to somebody, to nobody, or to a team. */
export function AssignPicker({ row, trigger, open, onOpenChange, align = 'end' }: Props) {
  const t = useTranslations('conversation.assign')
  return (
    <Popover className="w-68" trigger={trigger} label={t('title')} open={open} onOpenChange={onOpenChange} align={align}>
      <Choices row={row} onPicked={() => onOpenChange(false)} />
    </Popover>
  )
}

function Choices({ row, onPicked }: { row: ConversationRow; onPicked: () => void }) {
  const t = useTranslations('conversation.assign')
  const me = useMe()
  const act = useAct()
  const { active, teams } = useDirectory()
  const people = active.filter((u) => u.id !== me.id)
  const choices: Choice[] = [
    { key: 'me', name: t('me'), group: '', icon: <UserPlus size={16} />, isOn: row.assigneeId === me.id, hint: t('current'), pick: () => act.assign(row.id, me.id) },
    ...(row.assigneeId === null ? [] : [{ key: 'nobody', name: t('nobody'), group: '', icon: <UserMinus size={16} />, pick: () => act.assign(row.id, null) }]),
    ...people.map((u) => ({
      key: `u${u.id}`,
      name: u.name,
      group: t('people'),
      icon: <Avatar name={u.name} size="sm" />,
      isOn: row.assigneeId === u.id,
      hint: t('current'),
      pick: () => act.assign(row.id, u.id),
    })),
    ...teams.map((x) => ({
      key: `t${x.id}`,
      name: x.name,
      group: t('teams'),
      icon: <Users size={16} />,
      isOn: row.teamId === x.id,
      hint: t('current'),
      pick: () => act.setTeam(row.id, x.id),
    })),
    ...(row.teamId === null ? [] : [{ key: 'noteam', name: t('noTeam'), group: t('teams'), icon: <CircleUserRound size={16} />, pick: () => act.setTeam(row.id, null) }]),
  ]
  return <Picker label={t('search')} empty={t('none')} choices={choices} onPicked={onPicked} opener="assign" />
}
