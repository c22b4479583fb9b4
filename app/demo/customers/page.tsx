/** The other side of the counter: a newcomer writes as the demo's customers. There is no such page outside of a running demo. */
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { CustomersDesk } from '@/components/demo/desk'
import { Words } from '@/components/ui/words'
import { requireActor } from '@/lib/auth/session'
import { messagesOf } from '@/lib/i18n'
import { surroundings, translator } from '@/lib/i18n/server'
import type {} from '@/lib/stand-in/stage'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('demo.title') }
}

export default async function DemoCustomers() {
  // Before anybody is sent to sign in: elsewhere nobody learns that it exists at all.
  if (!globalThis.parleyStage) notFound()
  const actor = await requireActor()
  if (globalThis.parleyStage?.workspaceId !== actor.workspaceId) notFound()
  const [t, { locale }] = [await translator(), await surroundings()]
  return (
    <Words messages={messagesOf(locale, ['demo'])}>
      <div className="mx-auto flex h-dvh max-w-5xl flex-col gap-3 p-3 sm:p-5">
        <header className="grid gap-1">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <h1 className="text-xl font-semibold">{t('demo.title')}</h1>
            <Link href="/inbox" className="rounded py-1 font-medium text-accent-ink underline">
              {t('demo.toInbox')}
            </Link>
          </div>
          <p className="text-dim">{t('demo.lead')}</p>
        </header>
        <main className="flex min-h-0 grow flex-col">
          <CustomersDesk />
        </main>
      </div>
    </Words>
  )
}
