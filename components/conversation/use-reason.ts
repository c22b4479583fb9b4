'use client'
import { useCallback } from 'react'
import { useTranslations } from 'use-intl'
import { REASONS, type Reason } from '@/lib/domain/errors'

const isReason = (s: string): s is Reason => s in REASONS

/** A refusal's reason in words; a network that is away has its own. */
export function useReason(): (reason: string | undefined) => string {
  const errors = useTranslations('errors')
  const common = useTranslations('common')
  return useCallback(
    (reason) => (reason === undefined ? errors('unexpected') : reason === 'offline' ? common('offline') : errors(isReason(reason) ? reason : 'unexpected')),
    [errors, common],
  )
}

/** Why something failed out there: one of our reasons, or the provider's own words as they are. */
export function useReasonOrWords(): (said: string) => string {
  const errors = useTranslations('errors')
  return useCallback((said) => (isReason(said) ? errors(said) : said), [errors])
}
