'use client'
import { Check, Copy as CopyIcon } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'

/** A text to take elsewhere, with a button that copies it. Where the clipboard is closed to us the text gets selected. */
export function Copy({ value, label, lines = false }: { value: string; label: string; lines?: boolean }) {
  const t = useTranslations('settings')
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      box.current?.select()
    }
  }
  const shown = {
    ref: box,
    readOnly: true,
    dir: 'ltr',
    'aria-label': label,
    value,
    onFocus: (e: { currentTarget: { select(): void } }) => e.currentTarget.select(),
    className: 'min-h-9 min-w-0 grow basis-60 resize-none rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono text-sm break-all',
  }
  return (
    <div className="flex flex-wrap items-start gap-2">
      {lines ? <textarea {...shown} rows={3} /> : <input {...shown} />}
      <Button onClick={copy} className="h-9">
        {copied ? <Check size={14} aria-hidden /> : <CopyIcon size={14} aria-hidden />}
        {copied ? t('copied') : t('copy')}
      </Button>
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </div>
  )
}
