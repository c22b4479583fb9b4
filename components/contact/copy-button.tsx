'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from '@/components/ui/icon-button'

/** Copies a text; says so for a moment. */
export function CopyButton({ value, what }: { value: string; what: string }) {
  const t = useTranslations('contact')
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => {},
    )
  return (
    <>
      <IconButton label={t('copy', { what })} onClick={() => void copy()} className="size-6">
        {isCopied ? <Check size={13} className="text-good" /> : <Copy size={13} />}
      </IconButton>
      <span role="status" className="sr-only">
        {isCopied ? t('copied') : ''}
      </span>
    </>
  )
}
