'use client'
import { useTranslations } from 'use-intl'
import { useDirectory } from '@/lib/queries/directory'
import { channelOfView, type View } from '@/lib/queries/views'
import { isFixedView, VIEW_WORDS } from './view-words'

/** What a view is called; a channel's view bears the channel's name. */
export function useViewName(view: View): string {
  const t = useTranslations('inbox.views')
  const { channelById } = useDirectory()
  return isFixedView(view) ? t(VIEW_WORDS[view]) : (channelById.get(channelOfView(view) ?? 0)?.name ?? t('all'))
}
