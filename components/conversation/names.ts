'use client'
import { useCallback } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { shownName } from '@/components/ui/shown-name'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useDirectory, useMe } from '@/lib/queries/directory'

/** How people are called here: `user(id)`, `users(ids)` as a list in words. */
export function useNames() {
  const t = useTranslations('conversation.message')
  const format = useFormatter()
  const { userById, teamById } = useDirectory()
  const user = useCallback((id: number | null) => (id === null ? t('system') : (userById.get(id)?.name ?? t('formerUser'))), [userById, t])
  const users = useCallback((ids: readonly number[]) => format.list(ids.map(user)), [format, user])
  const team = useCallback((id: number | null) => (id === null ? null : (teamById.get(id)?.name ?? null)), [teamById])
  return { user, users, team }
}

/** What a conversation is called: its title, else the customer, else the other people in it. */
export function useTitle(row: ConversationRow | undefined): string {
  const t = useTranslations('conversation')
  const me = useMe().id
  const { users } = useNames()
  if (!row) return ''
  if (shownName(row.title)) return row.title
  if (row.kind === 'customer') return shownName(row.contactName) ?? t('details.noName')
  const others = row.members.filter((id) => id !== me)
  return users(others.length > 0 ? others : row.members)
}
