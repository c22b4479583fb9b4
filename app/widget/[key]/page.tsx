/** The chat that sites show in a frame. Which sites may is in this page's content security policy (proxy.ts). */
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChatView } from '@/components/widget/chat-view'
import { Words } from '@/components/ui/words'
import { widgetConfig } from '@/lib/api/widget/config'
import { siteByKey } from '@/lib/api/widget/door'
import { messagesOf } from '@/lib/i18n'
import { surroundings, translator } from '@/lib/i18n/server'

type Props = { params: Promise<{ key: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const site = await siteByKey((await params).key)
  const t = await translator()
  if (!site) return { title: t('widget.notHere') }
  return { title: { absolute: t('widget.titleOf', { name: (await widgetConfig(site)).name }) } }
}

export default async function WidgetPage({ params }: Props) {
  const { key } = await params
  const site = await siteByKey(key)
  if (!site) notFound()
  const { locale } = await surroundings()
  const { name, greeting, color, online } = await widgetConfig(site)
  return (
    <Words messages={messagesOf(locale, ['widget', 'errors'])}>
      <ChatView channelKey={key} name={name} greeting={greeting} color={color} isTeamHere={online} />
    </Words>
  )
}
