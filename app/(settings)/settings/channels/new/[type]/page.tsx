import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { ProviderForm } from '@/components/settings/provider-form'
import { PageTitle, Section } from '@/components/settings/section'
import { requirePermission } from '@/lib/auth/pages'
import { PROVIDER_TYPES } from '@/lib/domain/channels/provider-fields'
import { translator } from '@/lib/i18n/server'

type Props = { params: Promise<{ type: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.pages.channels') }
}

export default async function NewProviderPage({ params }: Props) {
  await requirePermission('channels:manage')
  const said = (await params).type
  const type = PROVIDER_TYPES.find((known) => known === said)
  if (!type) notFound()
  const t = await translator()
  return (
    <>
      <Link href="/settings/channels" className="-mb-3 w-fit text-accent-ink underline">
        {t('settings.allChannels')}
      </Link>
      <PageTitle title={t(`settings.types.${type}`)} lead={t('settings.provider.newLead')} />
      <Section title={t('settings.settings')}>
        <ProviderForm type={type} />
      </Section>
    </>
  )
}
