import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { NewConnectionForm } from '@/components/settings/connect-form'
import { PageTitle, Section } from '@/components/settings/section'
import { Steps } from '@/components/settings/steps'
import { requirePermission } from '@/lib/auth/pages'
import { filled, isConnectedType } from '@/lib/channels/form'
import { translator } from '@/lib/i18n/server'
import { saidSteps } from '@/lib/i18n/steps'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.connect.choose') }
}

export default async function ConnectPage({ params }: { params: Promise<{ type: string }> }) {
  await requirePermission('channels:manage')
  const { type } = await params
  if (!isConnectedType(type)) notFound()
  const t = await translator()
  return (
    <>
      <Link href="/settings/channels" className="-mb-3 w-fit text-accent-ink underline">
        {t('settings.allChannels')}
      </Link>
      <PageTitle title={t('settings.connect.title', { type: t(`settings.types.${type}`) })} />
      <Section title={t('settings.connect.steps')}>
        <Steps steps={await saidSteps(type, 'before')} />
      </Section>
      <Section title={t('settings.connect.form')}>
        <NewConnectionForm type={type} fields={filled(type, {})} />
      </Section>
    </>
  )
}
