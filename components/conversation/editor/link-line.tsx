'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { isComposing } from '@/components/ui/is-composing'
import { linkFor } from './schema'

/** Asks for a link's address, in the toolbar's place. `onSet` null takes the link away. */
export function LinkLine({ href, onSet, onLeave }: { href: string; onSet: (href: string | null) => void; onLeave: () => void }) {
  const t = useTranslations('conversation.looks')
  const [typed, setTyped] = useState(href)
  const [isWrong, setWrong] = useState(false)
  const set = () => {
    const link = linkFor(typed)
    if (typed.trim() === '') onSet(null)
    else if (link) onSet(link)
    else setWrong(true)
  }
  return (
    <div className="flex flex-wrap items-center gap-1 px-2">
      <Input
        autoFocus
        dir="ltr"
        aria-label={t('address')}
        aria-invalid={isWrong}
        maxLength={2000}
        value={typed}
        className="h-7 min-w-32 flex-1 text-sm"
        onChange={(e) => {
          setTyped(e.target.value)
          setWrong(false)
        }}
        onKeyDown={(e) => {
          if ((e.key !== 'Enter' && e.key !== 'Escape') || isComposing(e.nativeEvent)) return
          // Neither sends the answer nor leaves it.
          e.preventDefault()
          e.stopPropagation()
          if (e.key === 'Enter') set()
          else onLeave()
        }}
      />
      <Button className="h-7" onClick={set}>
        {t('set')}
      </Button>
      {href !== '' && (
        <Button className="h-7" onClick={() => onSet(null)}>
          {t('unlink')}
        </Button>
      )}
      {isWrong && (
        <span role="alert" className="text-xs text-danger">
          {t('wrongAddress')}
        </span>
      )}
    </div>
  )
}
