import { hasWebhook } from '@/lib/channels/try'
import { filled, isConnectedType } from '@/lib/channels/form'
import { kindOf } from '@/lib/channels/kinds'
import type { UserActor } from '@/lib/auth/session'
import { ownAddress } from '@/lib/auth/here'
import { appOrigin } from '@/lib/auth/settings'
import { rotateSecretAction } from '@/lib/actions/channels'
import { channelHealth } from '@/lib/domain/channels/health'
import { hasConversations } from '@/lib/domain/channels/seen'
import type { ChannelView } from '@/lib/domain/channels/view'
import { surroundings, translator } from '@/lib/i18n/server'
import { saidSteps } from '@/lib/i18n/steps'
import { type At, HealthLists } from '@/components/settings/channel-health'
import { ChannelTest } from '@/components/settings/channel-test'
import { ConnectionForm } from '@/components/settings/connect-form'
import { RowAction } from '@/components/settings/row-action'
import { Section } from '@/components/settings/section'
import { Steps } from '@/components/settings/steps'
import { Watch } from '@/components/settings/watch'

const WEEK_MS = 7 * 24 * 60 * 60_000

/** What the page of a channel at a provider shows: whether it works, what is left to do, what came, what can be set. */
export async function ConnectedSections({ channel, actor, at }: { channel: ChannelView; actor: UserActor; at: At }) {
  const { id, type, key, name, problem, kept } = channel
  if (!isConnectedType(type)) return null
  const [settings, signs] = [channel.settings ?? {}, channel.signs ?? {}]
  const [t, health, arrived, steps, { regional, timeZone, now }] = [
    await translator(),
    await channelHealth(actor, { channelId: id, beforeFailed: at.failed, beforeUnsent: at.unsent, beforeGivenUp: at.jobs }),
    await hasConversations(actor, { channelId: id }),
    await saidSteps(type, 'after', settings),
    await surroundings(),
  ]
  const date = (ms: number) => new Intl.DateTimeFormat(regional, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(ms)
  const isCalled = hasWebhook(type) && steps.some((s) => s.copy)
  const address = `${await ownAddress()}/api/webhooks/${type}/${key}`
  const works = signs.testedAt !== undefined && problem === null
  const seen = { works, handshake: signs.handshakeAt !== undefined, called: signs.calledAt !== undefined, arrived }
  const watched = steps.filter((s) => s.seenBy)
  const done = watched.filter((s) => s.seenBy && seen[s.seenBy]).length
  const made = Object.entries(kindOf(type).fields).flatMap(([n, f]) => (f.made && (n === 'webhookSecret' || n === 'verifyToken') ? ([n] as const) : []))
  const wasRefused = signs.refusedAt !== undefined && signs.refusedAt > (signs.calledAt ?? 0)
  const secretOfSignature = type === 'email' ? 'webhookSecret' : type === 'sms' ? 'authToken' : type === 'telegram' ? 'botToken' : 'appSecret'
  return (
    <>
      {done < watched.length && <Watch />}
      {problem && (
        <section aria-label={t('settings.connect.problem')} className="rounded-xl border border-danger bg-danger-soft p-4 text-danger">
          <p className="font-semibold">{t('settings.connect.problem')}</p>
          <p dir="auto" className="wrap-anywhere">
            {problem.code === 'unanswered' ? t('settings.connect.faults.ambiguous') : problem.message}
          </p>
          <p className="text-sm">{t('settings.connect.problemSince', { date: date(problem.at) })}</p>
        </section>
      )}
      {kept === null && <Warning>{t('settings.connect.locked')}</Warning>}
      {wasRefused && <Warning>{t('settings.connect.refused', { date: date(signs.refusedAt ?? 0), secret: t(`settings.connect.fields.${secretOfSignature}`) })}</Warning>}
      {typeof signs.expiresAt === 'number' && (
        <Warning isMild={signs.expiresAt > now.getTime() + WEEK_MS}>
          {t(signs.expiresAt > now.getTime() ? 'settings.connect.expires' : 'settings.connect.expired', { date: date(signs.expiresAt) })}
        </Warning>
      )}
      <Section
        title={t('settings.connect.stepsAfter')}
        lead={`${t('settings.connect.progress', { done, all: watched.length })}. ${done < watched.length ? t('settings.connect.watching') : ''}`}
      >
        <Steps
          steps={steps}
          seen={seen}
          values={{ address, retrying: `${address}#rc=3&rp=all`, verifyToken: typeof settings.verifyToken === 'string' ? settings.verifyToken : undefined }}
        />
        {isCalled && appOrigin() === null && <p className="mt-3 max-w-prose text-warn">{t('settings.connect.addressLocal')}</p>}
      </Section>
      <Section
        title={t('settings.connect.test')}
        lead={`${t('settings.connect.testLead')} ${signs.testedAt === undefined ? t('settings.connect.untested') : t('settings.connect.tested', { date: date(signs.testedAt) })}`}
      >
        <ChannelTest channelId={id} />
      </Section>
      <Section id="health" title={t('settings.connect.health')}>
        <dl className="mb-5 grid max-w-md grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <dt className="text-dim">{t('settings.connect.lastIn')}</dt>
          <dd>{health.lastIn === null ? t('settings.connect.never') : date(health.lastIn)}</dd>
          <dt className="text-dim">{t('settings.connect.lastOut')}</dt>
          <dd>{health.lastOut === null ? t('settings.connect.never') : date(health.lastOut)}</dd>
        </dl>
        <HealthLists channelId={id} health={health} at={at} />
      </Section>
      <Section title={t('settings.connect.credentials')} lead={t('settings.connect.credentialsLead')}>
        <ConnectionForm channelId={id} type={type} name={name} fields={filled(type, settings, kept)} />
      </Section>
      {made.length > 0 && (
        <Section title={t('settings.connect.secretsTitle')} lead={t('settings.connect.secretsLead')}>
          <ul className="divide-y divide-line">
            {made.map((n) => (
              <li key={n} className="flex flex-wrap items-center gap-3 py-2 first:pt-0 last:pb-0">
                <span className="grow">{t(`settings.connect.made.${n}`)}</span>
                <RowAction
                  action={rotateSecretAction}
                  fields={{ channelId: id, name: n }}
                  confirm={{ title: t('settings.connect.renewAsk', { what: t(`settings.connect.made.${n}`) }), text: t('settings.connect.renewText') }}
                >
                  {t('settings.connect.renew')}
                </RowAction>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const Warning = ({ children, isMild = false }: { children: string; isMild?: boolean }) => (
  <p role="status" className={isMild ? 'text-dim' : 'rounded-xl border border-note-line bg-note p-4 text-note-ink'}>
    {children}
  </p>
)
