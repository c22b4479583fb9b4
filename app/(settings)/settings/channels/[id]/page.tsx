import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { ConnectedSections } from './connected'
import { Copy } from '@/components/settings/copy'
import { DeleteChannel } from '@/components/settings/delete-channel'
import { RowAction } from '@/components/settings/row-action'
import { PageTitle, Section } from '@/components/settings/section'
import { WebchatForm } from '@/components/settings/webchat-form'
import { rotateSecretAction, setChannelEnabledAction } from '@/lib/actions/channels'
import { ownAddress } from '@/lib/auth/here'
import { requirePermission } from '@/lib/auth/pages'
import { limitOf } from '@/lib/channels/limits'
import { connectionOf } from '@/lib/domain/channels/connection'
import { listChannels } from '@/lib/domain/channels/list'
import { readWebchatSettings } from '@/lib/channels/webchat/settings'
import { translator } from '@/lib/i18n/server'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.pages.channels') }
}

export default async function ChannelPage({ params, searchParams }: Props) {
  const actor = await requirePermission('channels:manage')
  const [{ id }, said] = [await params, await searchParams]
  const from = (name: string) => (/^\d{1,15}$/.test(String(said[name] ?? '')) ? Number(said[name]) : undefined)
  const channel = (await listChannels(actor, {})).find((c) => String(c.id) === id)
  if (!channel) notFound()
  const [t, address] = [await translator(), await ownAddress()]
  // Without the key that sealed it there is no secret to show; a new one can be made.
  const whole = channel.type === 'webchat' && channel.kept !== null ? (await connectionOf(actor, { channelId: channel.id })).settings : channel.settings
  const webchat = channel.type === 'webchat' ? readWebchatSettings(whole) : null
  return (
    <>
      <Link href="/settings/channels" className="-mb-3 w-fit text-accent-ink underline">
        {t('settings.allChannels')}
      </Link>
      <PageTitle title={channel.name} lead={t(`settings.types.${channel.type}`)} />
      {webchat && (
        <>
          <Section title={t('settings.install')} lead={t('settings.installLead')}>
            <Copy
              lines
              label={t('settings.snippet')}
              value={`<script async src="${address}/widget.js" data-key="${channel.key}" data-color="${webchat.color}"></script>`}
            />
          </Section>
          <Section title={t('settings.settings')}>
            <WebchatForm
              channelId={channel.id}
              shown={{ name: channel.name, allowedOrigins: webchat.allowedOrigins, color: webchat.color, greeting: webchat.greeting }}
            />
          </Section>
        </>
      )}
      <ConnectedSections channel={channel} actor={actor} at={{ failed: from('failed'), unsent: from('unsent'), jobs: from('jobs') }} />
      <Section
        title={t('settings.state')}
        lead={t(
          webchat ? (channel.disabled ? 'settings.stateOff' : 'settings.stateOn') : channel.disabled ? 'settings.connect.pausedLead' : 'settings.connect.pauseLead',
        )}
      >
        <div className="flex">
          {channel.disabled ? (
            <RowAction action={setChannelEnabledAction} fields={{ channelId: channel.id, enabled: true }}>
              {t('settings.connect.resume')}
            </RowAction>
          ) : (
            <RowAction
              action={setChannelEnabledAction}
              fields={{ channelId: channel.id, enabled: false }}
              confirm={{
                title: t('settings.connect.pauseAsk', { name: channel.name }),
                text: t(webchat ? 'settings.switchOffChannel' : 'settings.connect.pauseText'),
              }}
            >
              {t('settings.connect.pause')}
            </RowAction>
          )}
        </div>
      </Section>
      {webchat && (
        <Section title={t('settings.identity')} lead={t('settings.identityLead')}>
          <details className="mb-3">
            <summary className="w-fit rounded px-1 text-accent-ink">{t('settings.showSecret')}</summary>
            <div className="mt-2">
              <Copy key={webchat.identitySecret} label={t('settings.secret')} value={webchat.identitySecret} />
            </div>
          </details>
          <div className="flex">
            <RowAction action={rotateSecretAction} fields={{ channelId: channel.id }} confirm={{ title: t('settings.rotateAsk'), text: t('settings.rotateText') }}>
              {t('settings.rotate')}
            </RowAction>
          </div>
        </Section>
      )}
      <Section title={t('settings.connect.deleteTitle')} lead={t('settings.connect.deleteLead')}>
        <DeleteChannel channelId={channel.id} name={channel.name} losesNames={limitOf(channel.type).addresses === 'name'} />
      </Section>
    </>
  )
}
