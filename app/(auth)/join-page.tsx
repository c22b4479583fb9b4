import Link from 'next/link'
import { asDomainError } from '@/lib/domain/errors'
import { invitationOf, type OpenInvitation } from '@/lib/domain/users/accept-invitation'
import { translator } from '@/lib/i18n/server'
import { Card } from '@/components/settings/card'
import { JoinForm } from '@/components/settings/join-form'

/** The page behind an invitation or set-up link, or the sentence that the link is over. */
export async function JoinPage({ token }: { token: string }) {
  const t = await translator()
  const invitation = await opened(token)
  if (!invitation)
    return (
      <Card title={t('auth.linkOver')} lead={t('errors.invitation_over')}>
        <Link href="/sign-in" className="text-accent-ink underline">
          {t('auth.signIn')}
        </Link>
      </Card>
    )
  const { isFirst, workspaceName, email } = invitation
  return (
    <Card title={isFirst ? t('auth.setUpTitle') : t('auth.joinTitle', { name: workspaceName })} lead={isFirst ? t('auth.setUpLead') : t('auth.joinLead')}>
      <JoinForm token={token} email={email ?? undefined} workspaceName={isFirst ? '' : undefined} />
    </Card>
  )
}

async function opened(token: string): Promise<OpenInvitation | null> {
  try {
    return await invitationOf(token)
  } catch (e) {
    const { reason } = asDomainError(e)
    if (reason === 'invitation_over' || reason === 'bad_input') return null
    throw e
  }
}
