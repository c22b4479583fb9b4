'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { IconButton } from '@/components/ui/icon-button'
import { clearSelection, useSelection } from './selection'

/** How many conversations are selected; below the list, so that no row moves. */
export function SelectionBar() {
  const t = useTranslations('inbox.selection')
  const count = useSelection().length
  return (
    <div role="status">
      {count > 0 && (
        <p className="flex items-center justify-between border-t border-line bg-selected py-1 ps-3 pe-1 text-accent-ink">
          {t('count', { count })}
          <IconButton label={t('clear')} keys="Escape" onClick={clearSelection}>
            <X size={14} />
          </IconButton>
        </p>
      )}
    </div>
  )
}
