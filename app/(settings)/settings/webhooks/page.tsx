import type { Metadata } from 'next'
import { PageTitle, Section } from '@/components/settings/section'
import { NewWebhookForm, WebhookBox } from '@/components/settings/webhooks'
import { requirePermission } from '@/lib/auth/pages'
import { listDeliveries, listWebhooks } from '@/lib/domain/webhooks/list'
import { translator } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator())('settings.pages.webhooks') }
}

/** So many newest deliveries of each endpoint are shown. */
const SHOWN = 20

export default async function WebhooksPage() {
  const actor = await requirePermission('workspace:manage')
  const [hooks, t] = [await listWebhooks(actor, {}), await translator()]
  const logs = await Promise.all(hooks.map((h) => listDeliveries(actor, { webhookId: h.id, limit: SHOWN })))
  return (
    <>
      <PageTitle title={t('settings.pages.webhooks')} lead={t('settings.webhooksLead')} />
      <Section title={t('settings.newWebhook')}>
        <NewWebhookForm />
      </Section>
      {hooks.length === 0 && <p className="text-dim">{t('settings.noWebhooks')}</p>}
      {hooks.map((hook, i) => (
        <Section
          key={hook.id}
          title={
            <span dir="ltr" className="wrap-anywhere">
              {hook.url}
            </span>
          }
          lead={t(`settings.webhookForms.${hook.form}`)}
        >
          <WebhookBox hook={hook} deliveries={logs[i] ?? []} />
        </Section>
      ))}
    </>
  )
}
