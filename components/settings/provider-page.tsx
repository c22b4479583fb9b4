'use client'
import { useFormatter, useTranslations } from 'use-intl'
import { Copy } from '@/components/settings/copy'
import { ProviderForm } from '@/components/settings/provider-form'
import { RowAction } from '@/components/settings/row-action'
import { Section } from '@/components/settings/section'
import { tryChannelAction } from '@/lib/actions/providers'
import type { ProviderType } from '@/lib/domain/channels/provider-fields'
import type { ChannelView } from '@/lib/domain/channels/view'
import type { InboundRow } from '@/lib/domain/inbound/list'

type Props = { channel: ChannelView; type: ProviderType; webhookUrl: string; events: readonly InboundRow[] }

/** A channel of another company: whether it works, where it is called, what came last. */
export function ProviderPage({ channel, type, webhookUrl, events }: Props) {
  const t = useTranslations('settings')
  const format = useFormatter()
  const date = (ms: number) => format.dateTime(new Date(ms), { dateStyle: 'medium', timeStyle: 'short' })
  const word = channel.settings?.verifyToken
  return (
    <>
      <Section title={t('provider.health')} lead={channel.problem ? undefined : t('provider.noProblem')}>
        {channel.problem && (
          <p role="alert" className="mb-3 rounded-md border border-danger bg-danger-soft px-3 py-2 text-danger" dir="auto">
            {t('provider.problem', { message: channel.problem.message, date: date(channel.problem.at) })}
          </p>
        )}
        <div className="flex">
          <RowAction action={tryChannelAction} fields={{ channelId: channel.id }}>
            {t('provider.try')}
          </RowAction>
        </div>
      </Section>
      <Section title={t('provider.webhook')} lead={t(`provider.steps.${type}`)}>
        <div className="flex flex-col gap-2">
          <Copy label={t('provider.webhook')} value={webhookUrl} />
          {typeof word === 'string' && <Copy label={t('provider.verifyToken')} value={word} />}
        </div>
      </Section>
      <Section title={t('settings')}>
        <ProviderForm type={type} channel={{ id: channel.id, name: channel.name, settings: channel.settings ?? {} }} />
      </Section>
      <Section title={t('provider.events')}>
        {events.length === 0 && <p className="text-dim">{t('provider.noEvents')}</p>}
        <ul className="divide-y divide-line">
          {events.map((e) => (
            <li key={e.id} className="flex flex-wrap gap-x-3 py-1.5 text-sm">
              <time className="text-dim" dateTime={new Date(e.createdAt).toISOString()}>
                {date(e.createdAt)}
              </time>
              <span>{e.type}</span>
              <span className={e.state === 'failed' ? 'text-danger' : 'text-dim'}>{t(`provider.states.${e.state}`)}</span>
              {e.error && (
                <span className="min-w-0 text-dim wrap-anywhere" dir="auto">
                  {e.error}
                </span>
              )}
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
