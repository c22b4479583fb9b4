'use client'
import { TriangleAlert } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl'
import { useDirectory } from '@/lib/queries/directory'
import { isPlainPress } from './place'

/** Admins alone hear of accounts that stopped working (nobody else's directory says so); it stays until they work again. */
export function ProblemBanner() {
  const t = useTranslations('inbox.connection')
  const broken = useDirectory().channels.filter((c) => c.hasProblem)
  const [first] = broken
  const router = useRouter()
  const href = first && broken.length === 1 ? `/settings/channels/${first.id}` : '/settings/channels'
  return (
    <div role="status">
      {first && (
        <p className="bg-danger-soft px-3 py-1 text-center wrap-anywhere text-danger">
          <TriangleAlert aria-hidden size={14} className="me-2 inline-block align-[-2px]" />
          {t('broken', { count: broken.length, name: first.name })} {/* Next's own link is 3 kB that a list without it need not wait for. */}
          <a
            href={href}
            onClick={(e) => {
              if (!isPlainPress(e)) return
              e.preventDefault()
              router.push(href)
            }}
            className="ms-1 inline-block min-h-6 font-medium underline"
          >
            {t('look')}
          </a>
        </p>
      )}
    </div>
  )
}
