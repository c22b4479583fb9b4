import type { Metadata } from 'next'
import { translator } from '@/lib/i18n/server'
import { FirstLoad, type Search } from './first-load'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('inbox.title') })

export default function InboxPage({ searchParams }: { searchParams: Search }) {
  return <FirstLoad pathname="/inbox" search={searchParams} />
}
