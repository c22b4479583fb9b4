'use client'
import { ArrowLeft } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { usePlace } from '@/components/inbox/place'
import { IconButton } from '@/components/ui/icon-button'

/** On a phone the conversation covers the list; this leads back, whatever state the conversation is in. */
export function BackButton() {
  const t = useTranslations('conversation.header')
  const { go } = usePlace()
  return (
    <IconButton label={t('back')} className="-ms-1 md:hidden" onClick={() => go({ openId: null })}>
      <ArrowLeft size={18} className="rtl:rotate-180" />
    </IconButton>
  )
}
