import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { createTranslator } from 'use-intl/core'
import { Card } from '@/components/settings/card'
import { SignInForm } from '@/components/settings/sign-in-form'
import { currentLocale } from '@/lib/auth/locale'
import { safePath } from '@/lib/auth/next-path'
import { currentActor } from '@/lib/auth/session'
import { appOrigin } from '@/lib/auth/settings'
import { REASONS, type Reason } from '@/lib/domain/errors'
import { messagesOf } from '@/lib/i18n'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

async function words() {
  const locale = await currentLocale()
  return createTranslator({ locale, messages: messagesOf(locale, ['auth']), namespace: 'auth' })
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words())('signIn') }
}

export default async function SignInPage({ searchParams }: Props) {
  const query = await searchParams
  const next = safePath(query.next ?? query.callbackUrl, appOrigin() ?? undefined)
  if (await currentActor()) redirect(next)
  const t = await words()
  return (
    <Card title={t('signIn')} lead={t('signInLead')}>
      <SignInForm next={next} initial={{ error: reasonOf(query.error) }} />
    </Card>
  )
}

const isReason = (s: string): s is Reason => s in REASONS

/** next-auth's own words for a failure, or the reason that `authorize` gave it. */
function reasonOf(said: string | string[] | undefined): Reason | undefined {
  if (typeof said !== 'string') return undefined
  return isReason(said) ? said : said === 'CredentialsSignin' ? 'wrong_password' : 'unexpected'
}
