'use client'
import { useCallback } from 'react'
import { useMessages, useTranslations } from 'use-intl'
import type { Reason } from '@/lib/domain/errors'

/** Whether something is one of our reasons. By the sentences: the reasons' own table would carry the English ones a second time. */
function useIsReason(): (s: string) => s is Reason {
  const { errors } = useMessages()
  return useCallback((s): s is Reason => Object.hasOwn(errors, s), [errors])
}

/** A refusal's reason in words; a network that is away has its own. */
export function useReason(): (reason: string | undefined) => string {
  const errors = useTranslations('errors')
  const common = useTranslations('common')
  const isReason = useIsReason()
  return useCallback(
    (reason) => (reason === undefined ? errors('unexpected') : reason === 'offline' ? common('offline') : errors(isReason(reason) ? reason : 'unexpected')),
    [errors, common, isReason],
  )
}

/** Why something failed out there: one of our reasons, or the provider's own words as they are. */
export function useReasonOrWords(): (said: string) => string {
  const errors = useTranslations('errors')
  const isReason = useIsReason()
  return useCallback((said) => (isReason(said) ? errors(said) : said), [errors, isReason])
}
