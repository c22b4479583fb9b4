'use client'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'

/** Something broke while drawing. What was saved is safe; drawing again often helps. */
export default function Broken({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('common')
  useEffect(() => console.error(error), [error])
  return (
    <main role="alert" className="flex min-h-dvh flex-col items-center justify-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold">{t('broken')}</h1>
      <p className="text-dim">
        {t('brokenHint')}
        {error.digest ? ` (${error.digest})` : ''}
      </p>
      <span className="flex gap-2">
        <Button look="primary" onClick={reset}>
          {t('retry')}
        </Button>
        <Button onClick={() => location.reload()}>{t('reload')}</Button>
      </span>
    </main>
  )
}
