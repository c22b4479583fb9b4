'use client'
import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'

/** A colleague is answering the same customer: two answers would go out. */
export function TypingWarning({ name, onWait, onSend }: { name: string; onWait: () => void; onSend: () => void }) {
  const t = useTranslations('conversation.composer')
  return (
    <div role="alert" className="mx-2 mb-1 flex flex-wrap items-center gap-2 rounded-md border border-warn px-2 py-1 text-sm text-warn">
      <TriangleAlert size={14} aria-hidden className="shrink-0" />
      <span className="grow">{t('typingWarning', { name })}</span>
      <Button className="h-7" onClick={onWait}>
        {t('wait')}
      </Button>
      <Button className="h-7" look="primary" onClick={onSend}>
        {t('sendAnyway')}
      </Button>
    </div>
  )
}
