import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { InvitationList } from '@/components/settings/invitation-list'
import { InviteForm } from '@/components/settings/invite-form'
import { PageTitle, Section } from '@/components/settings/section'
import { UserList } from '@/components/settings/user-list'
import { requirePermission } from '@/lib/auth/pages'
import { asDomainError } from '@/lib/domain/errors'
import { listInvitations, listUsers } from '@/lib/domain/users/list'
import { translator } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.pages.users') }
}

type Props = { searchParams: Promise<{ after?: string; invitations?: string }> }

export default async function UsersPage({ searchParams }: Props) {
  const actor = await requirePermission('users:manage')
  const { after, invitations } = await searchParams
  const t = await translator()
  const people = await page(listUsers(actor, { cursor: one(after) }))
  const open = await page(listInvitations(actor, { cursor: one(invitations), limit: 20 }))
  return (
    <>
      <PageTitle title={t('settings.pages.users')} lead={t('settings.usersLead')} />
      <Section title={t('settings.invite')} lead={t('settings.inviteLead')}>
        <InviteForm />
      </Section>
      {open.rows.length > 0 && (
        <Section title={t('settings.invitations')}>
          <InvitationList rows={open.rows} />
          {open.next && <More href={`?invitations=${open.next}`}>{t('settings.next')}</More>}
        </Section>
      )}
      <Section title={t('settings.pages.users')}>
        <UserList rows={people.rows} me={actor.userId} />
        {people.next && <More href={`?after=${people.next}`}>{t('settings.next')}</More>}
      </Section>
    </>
  )
}

/** An address with a marker that is not ours leads to the first page. */
async function page<P>(asked: Promise<P>): Promise<P> {
  try {
    return await asked
  } catch (e) {
    const { reason } = asDomainError(e)
    if (reason === 'bad_cursor' || reason === 'bad_input') redirect('/settings/users')
    throw e
  }
}

/** A parameter given twice is nobody's cursor. */
const one = (said: unknown) => (typeof said === 'string' ? said : undefined)

const More = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} className="mt-3 inline-flex min-h-8 items-center text-accent-ink underline">
    {children}
  </Link>
)
