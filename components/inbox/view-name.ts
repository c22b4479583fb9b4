'use client'
import { useTranslations } from 'use-intl'
import { useDirectory } from '@/lib/queries/directory'
import { channelOfView, type Place, type View } from '@/lib/queries/views'
import { isFixedView, VIEW_WORDS } from './view-words'

/** What a view is called; a channel's view bears the channel's name. */
export function useViewName(view: View): string {
  const t = useTranslations('inbox.views')
  const { channelById } = useDirectory()
  return isFixedView(view) ? t(VIEW_WORDS[view]) : (channelById.get(channelOfView(view) ?? 0)?.name ?? t('all'))
}

/** What a list is called: by its view, but where words are looked for everywhere, by that. */
export function usePlaceName({ view, narrow }: Pick<Place, 'view' | 'narrow'>): string {
  const t = useTranslations('inbox.filters')
  const name = useViewName(view)
  return narrow.text && !narrow.inView ? t('results') : name
}
