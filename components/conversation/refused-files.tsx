'use client'
import { useFormatter, useTranslations } from 'use-intl'
import { sizeOf } from './size'
import { FILES_MAX, type Refused } from './use-uploads'

/** Which files were not taken, and why. */
export function RefusedFiles({ refused }: { refused: readonly Refused[] }) {
  const t = useTranslations('conversation.composer')
  const format = useFormatter()
  const names = (all: readonly string[]) => format.list(all)
  if (refused.length === 0) return null
  return (
    <div role="alert" className="px-3 pb-1 text-sm text-danger">
      {refused.map((r, i) => (
        <p key={i} dir="auto">
          {r.kind === 'tooMany'
            ? t('tooMany', { count: FILES_MAX, names: names(r.names) })
            : r.kind === 'tooLarge'
              ? t('tooLarge', { name: r.name, limit: sizeOf(format, r.limit) })
              : t('emptyFile', { name: r.name })}
        </p>
      ))}
    </div>
  )
}
