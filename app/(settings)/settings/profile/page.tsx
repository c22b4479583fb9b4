import type { Metadata } from 'next'
import { NameForm } from '@/components/settings/name-form'
import { PasswordForm } from '@/components/settings/password-form'
import { PreferencesForm } from '@/components/settings/preferences-form'
import { SessionList } from '@/components/settings/session-list'
import { Submit } from '@/components/settings/form'
import { PageTitle, Section } from '@/components/settings/section'
import { signOutEverywhereAction } from '@/lib/actions/profile'
import { signOutAction } from '@/lib/actions/session'
import { requireActor } from '@/lib/auth/session'
import { listSessions } from '@/lib/domain/sessions/list'
import { listTokens } from '@/lib/domain/tokens/list'
import { me } from '@/lib/domain/users/profile'
import { translator } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.pages.profile') }
}

export default async function ProfilePage() {
  const actor = await requireActor()
  const [who, t] = [await me(actor, {}), await translator()]
  const now = Date.now()
  const tokens = (await listTokens(actor, { limit: 100 })).filter((k) => k.userId === actor.userId && k.revokedAt === null && (k.expiresAt ?? now + 1) > now)
  return (
    <>
      <PageTitle title={t('settings.pages.profile')} lead={t('settings.signedInAs', { email: who.email, role: t(`settings.roles.${who.role}`) })} />
      <Section title={t('settings.yourName')} lead={t('settings.yourNameLead')}>
        <NameForm name={who.name} />
      </Section>
      <Section title={t('settings.preferences')}>
        <PreferencesForm preferences={who.preferences} zones={Intl.supportedValuesOf('timeZone')} />
      </Section>
      <Section title={t('settings.changePassword')} lead={t('settings.changePasswordLead')}>
        <PasswordForm email={who.email} tokens={tokens.length} />
      </Section>
      <Section title={t('settings.sessions')} lead={t('settings.sessionsLead')}>
        <SessionList sessions={await listSessions(actor, {})} />
        <div className="flex flex-wrap gap-2">
          <form action={signOutAction}>
            <Submit look="plain">{t('settings.signOut')}</Submit>
          </form>
          <form action={signOutEverywhereAction}>
            <Submit look="danger">{t('settings.signOutEverywhere')}</Submit>
          </form>
        </div>
      </Section>
    </>
  )
}
