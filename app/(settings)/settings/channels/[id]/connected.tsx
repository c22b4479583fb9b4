import { hasWebhook } from '@/lib/channels/try'
import { filled, isConnectedType } from '@/lib/channels/form'
import type { UserActor } from '@/lib/auth/session'
import { ownAddress } from '@/lib/auth/here'
import { appOrigin } from '@/lib/auth/settings'
import { channelHealth } from '@/lib/domain/channels/health'
import type { ChannelView } from '@/lib/domain/channels/view'
import { surroundings, translator } from '@/lib/i18n/server'
import { stepsOf } from '@/lib/i18n/steps'
import { HealthLists } from '@/components/settings/channel-health'
import { ChannelTest } from '@/components/settings/channel-test'
import { ConnectionForm } from '@/components/settings/connect-form'
import { Copy } from '@/components/settings/copy'
import { Section } from '@/components/settings/section'
import { Steps } from '@/components/settings/steps'

/** What the page of a channel at a provider shows: whether it works, where it is called, what came, what can be set. */
export async function ConnectedSections({ channel, actor }: { channel: ChannelView; actor: UserActor }) {
  const { id, type, key, name, problem } = channel
  if (!isConnectedType(type)) return null
  const settings = channel.settings ?? {}
  const [t, health, steps, { locale, timeZone }] = [await translator(), await channelHealth(actor, { channelId: id }), await stepsOf(type, 'after'), await surroundings()]
  const isCalled = hasWebhook(type) && !(type === 'email' && (settings.receive ?? 'imap') === 'imap')
  const since = (ms: number) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(ms)
  return (
    <>
      {problem && (
        <section aria-label={t('settings.connect.problem')} className="rounded-xl border border-danger bg-danger-soft p-4 text-danger">
          <p className="font-semibold">{t('settings.connect.problem')}</p>
          <p dir="auto" className="wrap-anywhere">
            {problem.code === 'unanswered' ? t('settings.connect.faults.ambiguous') : problem.message}
          </p>
          <p className="text-sm">{t('settings.connect.problemSince', { date: since(problem.at) })}</p>
        </section>
      )}
      <Section title={t('settings.connect.test')} lead={t('settings.connect.testLead')}>
        <ChannelTest channelId={id} />
      </Section>
      <Section title={t('settings.connect.stepsAfter')}>
        <Steps steps={steps} />
        {isCalled ? (
          <div className="mt-4 flex flex-col gap-3">
            <Labelled label={t('settings.connect.address')} value={`${await ownAddress()}/api/webhooks/${type}/${key}`} />
            {appOrigin() === null && <p className="max-w-prose text-warn">{t('settings.connect.addressLocal')}</p>}
            {typeof settings.verifyToken === 'string' && <Labelled label={t('settings.connect.verifyToken')} value={settings.verifyToken} />}
          </div>
        ) : (
          <p className="mt-3 text-dim">{t('settings.connect.addressNone')}</p>
        )}
      </Section>
      <Section title={t('settings.connect.health')}>
        <HealthLists health={health} />
      </Section>
      <Section title={t('settings.connect.credentials')} lead={t('settings.connect.credentialsLead')}>
        <ConnectionForm channelId={id} type={type} name={name} fields={filled(type, settings)} />
      </Section>
    </>
  )
}

const Labelled = ({ label, value }: { label: string; value: string }) => (
  <div>
    <p className="mb-1 text-sm font-medium">{label}</p>
    <Copy label={label} value={value} />
  </div>
)
