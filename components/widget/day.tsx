'use client'
import { useFormatter, useTranslations } from 'use-intl'

/** Times are the visitor's own, whatever the server thought. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

const DAY = 86_400_000

/** Says on which day the following was written. */
export function Day({ at }: { at: number }) {
  const t = useTranslations('widget')
  const format = useFormatter()
  const is = (ms: number) => new Date(ms).toDateString() === new Date(at).toDateString()
  const label = is(Date.now()) ? t('today') : is(Date.now() - DAY) ? t('yesterday') : format.dateTime(new Date(at), { dateStyle: 'medium', timeZone: ownZone() })
  return <p className="my-3 text-center text-[12px] text-dim">{label}</p>
}
