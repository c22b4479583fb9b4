'use client'
import { MessagesSquare } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Kbd } from '@/components/ui/kbd'
import { SHORTCUTS, type Shortcut } from './shortcuts'

const SHOWN: Shortcut[] = ['next', 'previous', 'open', 'search', 'help']

/** Where a conversation would be. */
export function NothingSelected() {
  const t = useTranslations('inbox')
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-3 p-8 text-center">
      <MessagesSquare aria-hidden size={32} strokeWidth={1.25} className="text-dim" />
      <p className="font-medium">{t('pane.nothing')}</p>
      <p className="text-dim">{t('pane.hint')}</p>
      <dl className="w-56">
        {SHOWN.map((id) => (
          <div key={id} className="flex h-7 items-center justify-between">
            <dt className="text-dim">{t(`shortcuts.${id}`)}</dt>
            <dd>
              <span className="sr-only">{SHORTCUTS[id]}</span>
              <Kbd keys={SHORTCUTS[id]} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
