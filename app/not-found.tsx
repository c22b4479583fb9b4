import { translator } from '@/lib/i18n/server'

export default async function NotFound() {
  const t = await translator()
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold">{t('common.notFound')}</h1>
      <p className="text-dim">{t('common.notFoundHint')}</p>
      {/* A plain link: this page travels with every other, and Next's own would take its code along. */}
      <a href="/inbox" className="text-accent-ink underline">
        {t('common.toInbox')}
      </a>
    </main>
  )
}
