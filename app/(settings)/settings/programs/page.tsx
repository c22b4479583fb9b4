import type { Metadata } from 'next'
import { PageTitle, Section } from '@/components/settings/section'
import { NewTokenForm, TokenList } from '@/components/settings/tokens'
import { requirePermission } from '@/lib/auth/pages'
import { listTokens } from '@/lib/domain/tokens/list'
import { translator } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.pages.programs') }
}

export default async function ProgramsPage() {
  const actor = await requirePermission('tokens:self')
  const [tokens, t] = [await listTokens(actor, { limit: 100 }), await translator()]
  return (
    <>
      <PageTitle title={t('settings.pages.programs')} lead={t('settings.programsLead')} />
      <Section title={t('settings.newToken')} lead={t('settings.newTokenLead')}>
        <NewTokenForm />
      </Section>
      <Section
        title={t('settings.tokens')}
        lead={
          <a href="/api/docs" className="underline">
            {t('settings.apiReference')}
          </a>
        }
      >
        <TokenList tokens={tokens} me={actor.userId} />
      </Section>
    </>
  )
}
