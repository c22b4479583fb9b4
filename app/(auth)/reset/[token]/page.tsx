import type { Metadata } from 'next'
import Link from 'next/link'
import { Card } from '@/components/settings/card'
import { ResetForm } from '@/components/settings/reset-forms'
import { asDomainError } from '@/lib/domain/errors'
import { type OpenReset, resetOf } from '@/lib/domain/users/reset-password'
import { translator } from '@/lib/i18n/server'

/** The link is a secret: it must not travel to other sites as a referrer. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('auth.resetTitle'), referrer: 'same-origin' }
}

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const [reset, t] = [await opened(token), await translator()]
  if (!reset)
    return (
      <Card title={t('auth.linkOver')} lead={t('errors.reset_over')}>
        <Link href="/forgot" className="text-accent-ink underline">
          {t('auth.forgot')}
        </Link>
      </Card>
    )
  return (
    <Card title={t('auth.resetTitle')} lead={t('auth.resetLead')}>
      <ResetForm token={token} email={reset.email} tokens={reset.tokens} />
    </Card>
  )
}

async function opened(token: string): Promise<OpenReset | null> {
  try {
    return await resetOf(token)
  } catch (e) {
    const { reason } = asDomainError(e)
    if (reason === 'reset_over' || reason === 'bad_input') return null
    throw e
  }
}
