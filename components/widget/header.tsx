'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'

type Props = { name: string; isTeamHere: boolean; onClose?: () => void }

export function Header({ name, isTeamHere, onClose }: Props) {
  const t = useTranslations('widget')
  return (
    <header className="flex items-center gap-3 bg-(--site) ps-4 pe-2 py-3 text-(--on-site)">
      <div className="min-w-0 flex-1">
        <h1 dir="auto" className="truncate text-[17px] font-semibold">
          {name || t('title')}
        </h1>
        <p className="flex items-start gap-2 text-[13px] leading-tight">
          <span aria-hidden className={cx('mt-1 size-2 shrink-0 rounded-full border border-current', isTeamHere && 'bg-current')} />
          {isTeamHere ? t('teamIsHere') : t('teamIsAway')}
        </p>
      </div>
      {onClose && (
        <button
          type="button"
          aria-label={t('closeChat')}
          onClick={onClose}
          className="flex size-10 shrink-0 items-center justify-center self-start rounded-full outline-offset-[-3px] focus-visible:outline-current hover:bg-black/15"
        >
          <X size={20} />
        </button>
      )}
    </header>
  )
}
