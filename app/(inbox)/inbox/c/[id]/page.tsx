import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { translator } from '@/lib/i18n/server'
import { FirstLoad, type Search } from '../../first-load'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('inbox.title') })

/** Whether the conversation may be seen is settled where it is read: its pane says so. */
export default async function ConversationPage({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Search }) {
  const { id } = await params
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound()
  return <FirstLoad pathname={`/inbox/c/${id}`} search={searchParams} />
}
