'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useToast } from '@/components/ui/toast'
import { actAgainAction, fetchAgainAction, letActBeAction, removeAction, retryAction } from '@/lib/actions/messages'
import type { MessageView } from '@/lib/domain/messages/view'
import { patch, resultOf } from '@/lib/queries/fetch'
import { heardSoFar, keepMessage } from '@/lib/queries/thread'
import { useReason } from './use-reason'

type Answer = { ok: true; data: MessageView } | { ok: false; error: { reason: string } }

/** Runs a change of one message, shows what became of it, says so when it failed. */
function useChange() {
  const client = useQueryClient()
  const toast = useToast()
  const t = useTranslations()
  const reason = useReason()
  const [isBusy, setBusy] = useState(false)
  const run = async (work: () => Promise<Answer>): Promise<boolean> => {
    setBusy(true)
    try {
      const since = heardSoFar()
      const answer = await work()
      if (answer.ok) void keepMessage(client, answer.data, since)
      else toast.show({ tone: 'danger', text: t('conversation.message.failedChange', { problem: reason(answer.error.reason) }) })
      return answer.ok
    } catch {
      toast.show({ tone: 'danger', text: t('common.offline') })
      return false
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, run }
}

export function useEdit(messageId: number) {
  const { isBusy, run } = useChange()
  return { isBusy, run: (body: string) => run(() => resultOf(patch<MessageView>(`/messages/${messageId}`, { body }))) }
}
export function useRemove(messageId: number) {
  const { isBusy, run } = useChange()
  return { isBusy, run: () => run(() => removeAction({ messageId })) }
}
export function useRetry(messageId: number) {
  const { isBusy, run } = useChange()
  return { isBusy, run: () => void run(() => retryAction({ messageId })) }
}
export function useFetchAgain(messageId: number) {
  const { isBusy, run } = useChange()
  return { isBusy, run: () => void run(() => fetchAgainAction({ messageId })) }
}
export function useActAgain(messageId: number) {
  const { isBusy, run } = useChange()
  return { isBusy, run: () => void run(() => actAgainAction({ messageId })) }
}
export function useLetActBe(messageId: number) {
  const { isBusy, run } = useChange()
  return { isBusy, run: () => void run(() => letActBeAction({ messageId })) }
}
