'use client'
import { CaseSensitive } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { IconButton } from '@/components/ui/icon-button'

/** Whether words may have looks; without, what they have is taken off. */
export function LooksSwitch({ isOn, onSwitch }: { isOn: boolean; onSwitch: (on: boolean) => void }) {
  const t = useTranslations('conversation.looks')
  return (
    <IconButton label={t('switch')} pressed={isOn} onClick={() => onSwitch(!isOn)}>
      <CaseSensitive size={18} />
    </IconButton>
  )
}
