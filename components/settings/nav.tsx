'use client'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'

const PAGES = ['profile', 'programs', 'workspace', 'users', 'teams', 'channels', 'webhooks'] as const
/** Everybody's own. */
const PERSONAL: ReadonlySet<string> = new Set(['profile', 'programs'])

// On a phone the pages are one line that is scrolled sideways.
const intoView = (el: HTMLElement | null) => el?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

/** The way back to the inbox, and the pages this person may open. */
export function SettingsNav({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations('settings')
  const here = usePathname()
  return (
    <nav aria-label={t('title')} className="flex flex-col gap-3 md:w-52 md:shrink-0">
      <Link href="/" className="inline-flex min-h-8 w-fit items-center gap-2 rounded-md px-2 text-dim hover:bg-hover hover:text-ink">
        <ArrowLeft size={16} aria-hidden className="rtl:rotate-180" />
        {t('backToInbox')}
      </Link>
      <div className="flex gap-1 overflow-x-auto p-0.5 md:flex-col">
        {PAGES.filter((page) => isAdmin || PERSONAL.has(page)).map((page) => {
          const current = here.startsWith(`/settings/${page}`)
          return (
            <Link
              key={page}
              href={`/settings/${page}`}
              aria-current={current ? 'page' : undefined}
              ref={current ? intoView : undefined}
              className={cx(
                'inline-flex min-h-9 items-center rounded-md px-3 font-medium whitespace-nowrap',
                current ? 'bg-selected text-accent-ink' : 'text-dim hover:bg-hover hover:text-ink',
              )}
            >
              {t(`pages.${page}`)}
            </Link>
          )
        })}
      </div>
    </nav>
  )
}
