import type { Metadata } from 'next'
import { JoinPage } from '@/app/(auth)/join-page'
import { translator } from '@/lib/i18n/server'

/** The link is a secret: it must not travel to other sites as a referrer. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('auth.join'), referrer: 'same-origin' }
}

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  return <JoinPage token={(await params).token} />
}
