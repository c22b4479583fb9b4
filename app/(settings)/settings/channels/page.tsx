import type { Metadata } from 'next'
import Link from 'next/link'
import { NewWebchatForm } from '@/components/settings/webchat-form'
import { RowAction } from '@/components/settings/row-action'
import { PageTitle, Section } from '@/components/settings/section'
import { Badge } from '@/components/ui/badge'
import { restoreChannelAction } from '@/lib/actions/channels'
import { requirePermission } from '@/lib/auth/pages'
import { CONNECTED_TYPES } from '@/lib/channels/form'
import { listChannels, listDeleted } from '@/lib/domain/channels/list'
import { surroundings, translator } from '@/lib/i18n/server'
import type {} from '@/lib/stand-in/stage'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.pages.channels') }
}

export default async function ChannelsPage() {
  const actor = await requirePermission('channels:manage')
  const [channels, deleted, t, { regional, timeZone }] = [await listChannels(actor, {}), await listDeleted(actor, {}), await translator(), await surroundings()]
  const time = (ms: number) => new Intl.DateTimeFormat(regional, { timeStyle: 'short', timeZone }).format(ms)
  return (
    <>
      <PageTitle title={t('settings.pages.channels')} lead={t('settings.channelsLead')} />
      {globalThis.parleyStage?.workspaceId === actor.workspaceId && (
        <p className="rounded-xl border border-line bg-surface p-4">
          {t('settings.demoChannels')}{' '}
          <Link href="/demo/customers" className="rounded font-medium text-accent-ink underline">
            {t('demo.title')}
          </Link>
        </p>
      )}
      {deleted.length > 0 && (
        <Section title={t('settings.connect.deletedTitle')}>
          <ul className="divide-y divide-line">
            {deleted.map((c) => (
              <li key={c.id} className="flex flex-wrap items-center gap-3 py-2 first:pt-0 last:pb-0">
                <span role="status" className="min-w-0 grow basis-60 wrap-anywhere">
                  {t('settings.connect.deleted', { name: c.name, time: time(c.purgeAt) })}
                </span>
                <RowAction action={restoreChannelAction} fields={{ channelId: c.id }} label={t('settings.connect.restoreNamed', { name: c.name })}>
                  {t('settings.connect.restore')}
                </RowAction>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('settings.pages.channels')}>
        {channels.length === 0 && <p className="text-dim">{t('settings.noChannels')}</p>}
        <ul className="divide-y divide-line">
          {channels.map((c) => (
            <li key={c.id} className="flex items-center gap-3 py-2.5 first:pt-0 last:pb-0">
              <div className="min-w-0 grow">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  <span dir="auto" className="wrap-anywhere">
                    {c.name}
                  </span>{' '}
                  {c.disabled && <Badge tone="warn">{t('settings.connect.paused')}</Badge>}{' '}
                  {c.complete === false && !c.disabled && <Badge>{t('settings.connect.notConnected')}</Badge>}{' '}
                  {c.problem && !c.disabled && <Badge tone="warn">{t('settings.connect.needsCare')}</Badge>}
                </p>
                <p className="text-dim">{t(`settings.types.${c.type}`)}</p>
              </div>
              <Link
                href={`/settings/channels/${c.id}`}
                aria-label={t('settings.openNamed', { name: c.name })}
                className="inline-flex min-h-8 shrink-0 items-center rounded-md border border-line bg-raised px-3 font-medium hover:bg-hover"
              >
                {t('settings.open')}
              </Link>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('settings.connect.choose')} lead={t('settings.connect.chooseLead')}>
        <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
          {CONNECTED_TYPES.map((type) => (
            <li key={type}>
              <Link
                href={`/settings/channels/new/${type}`}
                aria-label={t('settings.connect.title', { type: t(`settings.types.${type}`) })}
                className="flex min-h-10 items-center rounded-md border border-line bg-raised px-3 font-medium hover:bg-hover"
              >
                {t(`settings.types.${type}`)}
              </Link>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('settings.newWebchat')} lead={t('settings.newWebchatLead')}>
        <NewWebchatForm />
      </Section>
    </>
  )
}
