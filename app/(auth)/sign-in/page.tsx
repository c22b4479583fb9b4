import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Card } from '@/components/settings/card'
import { SignInForm } from '@/components/settings/sign-in-form'
import { safePath } from '@/lib/auth/next-path'
import { currentActor } from '@/lib/auth/session'
import { appOrigin } from '@/lib/auth/settings'
import { REASONS, type Reason } from '@/lib/domain/errors'
import { translator } from '@/lib/i18n/server'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('auth.signIn') }
}

export default async function SignInPage({ searchParams }: Props) {
  const query = await searchParams
  const next = safePath(query.next ?? query.callbackUrl, appOrigin() ?? undefined)
  if (await currentActor()) redirect(next)
  const t = await translator()
  return (
    <Card title={t('auth.signIn')} lead={t('auth.signInLead')}>
      <SignInForm next={next} initial={{ error: reasonOf(query.error) }} />
      <Link href="/forgot" className="mt-4 inline-block text-accent-ink underline">
        {t('auth.forgot')}
      </Link>
    </Card>
  )
}

const isReason = (s: string): s is Reason => Object.hasOwn(REASONS, s)

/** next-auth's own words for a failure, or the reason that `authorize` gave it. */
function reasonOf(said: string | string[] | undefined): Reason | undefined {
  if (typeof said !== 'string') return undefined
  return isReason(said) ? said : said === 'CredentialsSignin' ? 'wrong_password' : 'unexpected'
}
