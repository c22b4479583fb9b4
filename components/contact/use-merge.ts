'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { useReason } from '@/components/conversation/use-reason'
import { useToast } from '@/components/ui/toast'
import { mergeContactsAction, unmergeContactsAction } from '@/lib/actions/contacts'
import type { Choice } from '@/lib/domain/contacts/facts'
import { keys } from '@/lib/queries/keys'

/** Both contacts are asked for again; rows of conversations come with the events. */
function useRefresh() {
  const client = useQueryClient()
  return (ids: readonly number[]) => {
    for (const id of ids) void client.invalidateQueries({ queryKey: keys.contact(id) })
  }
}

/** Takes a merge back and says so. */
export function useUnmerge(): (merge: { mergeId: number; into: number; from: { id: number; name: string } }) => Promise<void> {
  const t = useTranslations('contact.merged')
  const toast = useToast()
  const reason = useReason()
  const refresh = useRefresh()
  return async ({ mergeId, into, from }) => {
    const answer = await unmergeContactsAction({ mergeId }).catch(() => null)
    refresh([into, from.id])
    toast.show(answer?.ok ? { text: t('parted', { contact: from.name }) } : { tone: 'danger', text: reason(answer?.error.reason ?? 'offline') })
  }
}

/** Merges and offers to take it back. Answers why not, in words; null when it is done. */
export function useMerge(): (merge: { into: { id: number; name: string }; from: { id: number; name: string }; choice: Choice }) => Promise<string | null> {
  const t = useTranslations('contact.merged')
  const common = useTranslations('common')
  const toast = useToast()
  const reason = useReason()
  const refresh = useRefresh()
  const unmerge = useUnmerge()
  return async ({ into, from, choice }) => {
    const answer = await mergeContactsAction({ into: into.id, from: from.id, choice }).catch(() => null)
    if (!answer?.ok) return reason(answer?.error.reason ?? 'offline')
    refresh([into.id, from.id])
    const { mergeId, contact } = answer.data
    toast.show({
      text: t('done', { contact: contact.name }),
      action: mergeId === null ? undefined : { label: common('undo'), keys: 'z', run: () => void unmerge({ mergeId, into: contact.id, from }) },
    })
    return null
  }
}
