'use client'
import { useTranslations } from 'use-intl'
import { Problem } from './api'

/** Why something did not work, in words: from a refusal's reason, or from what was thrown. */
export function useReason(): (why: unknown) => string {
  const errors = useTranslations('errors')
  const common = useTranslations('common')
  return (why) => {
    const reason = why instanceof Problem ? why.reason : String(why)
    if (reason === 'offline') return common('offline')
    // What the server says next year may have no words here yet.
    return errors.has(reason as 'unexpected') ? errors(reason as 'unexpected') : errors('unexpected')
  }
}
