'use client'
import { memo, useState } from 'react'
import { useTranslations } from 'use-intl'
import { linkify } from './linkify'

/** So much is drawn at once; a wall of text waits for a press. UTF-16 units. */
const SHOWN = 4000

/** Text as somebody wrote it, with its links. Never interprets markup. */
export const RichText = memo(function RichText({ text }: { text: string }) {
  const t = useTranslations('conversation.message')
  const [isWhole, setWhole] = useState(text.length <= SHOWN)
  const shown = isWhole ? text : `${text.slice(0, SHOWN).toWellFormed()}…`
  return (
    <div dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-wrap">
      {linkify(shown).map((p, i) =>
        p.href ? (
          <a key={i} href={p.href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent-ink underline underline-offset-2">
            {p.text}
          </a>
        ) : (
          p.text
        ),
      )}
      {!isWhole && (
        <button type="button" className="mt-1 block min-h-6 font-medium text-accent-ink underline" onClick={() => setWhole(true)}>
          {t('more')}
        </button>
      )}
    </div>
  )
})
