import { useTranslations } from 'use-intl'
import type { Tested } from '@/lib/channels/test'

/** What a test found, in words: what to do, and what the provider said. Null for a channel that works. */
export function useFaultWords(): (tested: Tested) => string | null {
  const t = useTranslations('settings.connect')
  return ({ fault }) => fault && [t(`faults.${fault.class}`), fault.code !== 'unanswered' && t('said', { words: fault.message })].filter(Boolean).join(' ')
}

/** What went wrong with a message or a job: one of our reasons, or somebody's own words. */
export function useReason(): (error: string) => string {
  const errors = useTranslations('errors')
  return (error) => (errors.has(error as never) ? errors(error as never) : error)
}
