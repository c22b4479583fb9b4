'use client'
import { CircleAlert, SearchX } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { isPlainPress, usePlace } from '@/components/inbox/place'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { beginTypeAhead } from '@/components/ui/type-ahead'
import { BackButton } from './back-button'
import { useReason } from './use-reason'

/** The shape of a conversation before it is there. A press where its composer will be already begins to write. */
export function PaneSkeleton({ id }: { id: number }) {
  const t = useTranslations('conversation')
  return (
    <section aria-busy aria-label={t('state.loading')} className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
      <div className="flex min-h-13 items-center gap-3 border-b border-line bg-surface px-3 sm:px-4">
        <BackButton />
        <Skeleton className="h-4 w-48" />
        <span className="grow" />
        <Skeleton className="h-7 w-40" />
      </div>
      <div className="flex flex-1 flex-col justify-end gap-4 overflow-hidden p-5">
        {['w-2/5', 'w-3/5 self-end', 'w-1/3', 'w-1/2', 'w-2/5 self-end'].map((w, i) => (
          <Skeleton key={i} className={`h-14 rounded-xl ${w}`} />
        ))}
      </div>
      <button
        type="button"
        aria-label={t('composer.message')}
        onClick={() => beginTypeAhead({ kind: 'write', mode: 'reply', conversationId: id })}
        className="m-2 mt-0 h-32 cursor-text rounded-xl border border-line bg-raised sm:m-3 sm:mt-0"
      />
    </section>
  )
}

export function PaneError({ reason, onRetry }: { reason: string; onRetry: () => void }) {
  const t = useTranslations()
  const said = useReason()
  return (
    <section className="relative flex min-h-0 min-w-0 flex-1 flex-col items-center justify-center gap-3 bg-canvas p-6 text-center">
      <span className="absolute start-3 top-2.5">
        <BackButton />
      </span>
      <CircleAlert size={28} aria-hidden className="text-danger" />
      <div role="alert">
        <h1 className="text-base font-semibold">{t('conversation.state.failed')}</h1>
        <p className="text-dim">{said(reason)}</p>
      </div>
      <Button look="primary" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </section>
  )
}

/** Unknown, removed or not mine to see: all the same, and nothing spins. */
export function PaneMissing() {
  const t = useTranslations('conversation.state')
  const { hrefOf, go } = usePlace()
  return (
    <section className="relative flex min-h-0 min-w-0 flex-1 flex-col items-center justify-center gap-3 bg-canvas p-6 text-center">
      <span className="absolute start-3 top-2.5">
        <BackButton />
      </span>
      <SearchX size={28} aria-hidden className="text-dim" />
      <h1 className="text-base font-semibold">{t('missing')}</h1>
      <p className="max-w-80 text-dim">{t('missingAbout')}</p>
      <a
        href={hrefOf({ openId: null })}
        onClick={(e) => {
          if (isPlainPress(e)) {
            e.preventDefault()
            go({ openId: null })
          }
        }}
        className="inline-flex h-8 items-center rounded-md border border-line bg-raised px-3 text-sm font-medium text-ink no-underline hover:bg-hover"
      >
        {t('toInbox')}
      </a>
    </section>
  )
}
