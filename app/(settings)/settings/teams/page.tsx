import type { Metadata } from 'next'
import { PageTitle, Section } from '@/components/settings/section'
import { NewTeamForm, TeamBox } from '@/components/settings/teams'
import { requirePermission } from '@/lib/auth/pages'
import { directory } from '@/lib/domain/users/directory'
import { translator } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.pages.teams') }
}

export default async function TeamsPage() {
  const actor = await requirePermission('teams:manage')
  const [{ teams, users }, t] = [await directory(actor, {}), await translator()]
  return (
    <>
      <PageTitle title={t('settings.pages.teams')} lead={t('settings.teamsLead')} />
      <Section title={t('settings.newTeam')}>
        <NewTeamForm />
      </Section>
      {teams.length === 0 && <p className="text-dim">{t('settings.noTeams')}</p>}
      {teams.map((team) => (
        <Section key={team.id} title={<span dir="auto">{team.name}</span>} lead={t('settings.members', { n: team.memberIds.length })}>
          <TeamBox team={team} users={users} />
        </Section>
      ))}
    </>
  )
}
