import { UserX } from 'lucide-react'
import { useTranslations } from 'use-intl'

/** In place of a contact who was removed. */
export function Forgotten() {
  const t = useTranslations('contact')
  return (
    <div className="flex items-start gap-3 p-4">
      <UserX size={18} aria-hidden className="mt-0.5 shrink-0 text-dim" />
      <div>
        <p className="font-semibold">{t('forgotten')}</p>
        <p className="text-sm text-dim">{t('forgottenAbout')}</p>
      </div>
    </div>
  )
}
