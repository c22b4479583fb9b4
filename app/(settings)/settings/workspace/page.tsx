import type { Metadata } from 'next'
import { PageTitle, Section } from '@/components/settings/section'
import { WorkspaceForm } from '@/components/settings/workspace-form'
import { requirePermission } from '@/lib/auth/pages'
import { workspaceProfile } from '@/lib/domain/workspaces/profile'
import { translator } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.pages.workspace') }
}

export default async function WorkspacePage() {
  const actor = await requirePermission('workspace:manage')
  const [workspace, t] = [await workspaceProfile(actor, {}), await translator()]
  return (
    <>
      <PageTitle title={t('settings.pages.workspace')} />
      <Section title={t('settings.workspaceName')} lead={t('settings.workspaceNameLead')}>
        <WorkspaceForm name={workspace.name} />
      </Section>
    </>
  )
}
