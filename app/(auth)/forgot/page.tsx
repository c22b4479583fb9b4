import type { Metadata } from 'next'
import Link from 'next/link'
import { Card } from '@/components/settings/card'
import { ForgotForm } from '@/components/settings/reset-forms'
import { translator } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('auth.forgot') }
}

export default async function ForgotPage() {
  const t = await translator()
  return (
    <Card title={t('auth.forgot')} lead={t('auth.forgotLead')}>
      <ForgotForm />
      <Link href="/sign-in" className="mt-4 inline-block text-accent-ink underline">
        {t('auth.signIn')}
      </Link>
    </Card>
  )
}
