'use client'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge } from '@/components/ui/badge'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { createWebhookAction, removeWebhookAction, replayAction } from '@/lib/actions/programs'
import type { WebhookView } from '@/lib/domain/webhooks/create'
import type { DeliveryView } from '@/lib/domain/webhooks/list'
import { Copy } from './copy'
import { Outcome, Submit } from './form'
import { RowAction } from './row-action'
import { useForm } from './use-form'

const FORMS = ['sendseven', 'pact', 'twist'] as const

export function NewWebhookForm() {
  const { state, send, error } = useForm(createWebhookAction)
  const t = useTranslations('settings')
  const made = typeof state.done === 'object' ? state.done : null
  return (
    <form action={send} className="flex max-w-xl flex-col gap-3">
      {error && <Outcome error={error} />}
      <Field label={t('webhookUrl')} hint={t('webhookUrlHint')}>
        <Input type="url" name="url" required maxLength={2000} autoComplete="off" defaultValue={state.said?.url} />
      </Field>
      <div className="max-w-80">
        <Field label={t('webhookForm')} hint={t('webhookFormHint')}>
          <Select name="form" defaultValue={state.said?.form}>
            {FORMS.map((f) => (
              <option key={f} value={f}>
                {t(`webhookForms.${f}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Submit className="self-start">{t('makeWebhook')}</Submit>
      {made && (
        <div role="status" className="flex flex-col gap-2">
          <p className="font-medium">{t('webhookSecretOnce')}</p>
          <Copy value={made.secret} label={t('secret')} />
        </div>
      )}
    </form>
  )
}

/** An endpoint: how it fares, its newest deliveries, and what can be done about them. */
export function WebhookBox({ hook, deliveries }: { hook: WebhookView; deliveries: readonly DeliveryView[] }) {
  const t = useTranslations('settings')
  const format = useFormatter()
  const at = (ms: number) => format.dateTime(ms, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <div className="grow">
          {hook.suspendedAt ? (
            <Badge tone="danger">{t('webhookSuspended')}</Badge>
          ) : hook.failingSince ? (
            <Badge tone="danger">{t('webhookFailing', { date: at(hook.failingSince) })}</Badge>
          ) : (
            <span className="text-good">{t('webhookWell')}</span>
          )}
          {hook.suspendedAt && <p className="mt-1 text-dim">{t(hook.tokenEnded ? 'webhookTokenEnded' : 'webhookSuspendedLead')}</p>}
        </div>
        {!hook.tokenEnded && (hook.suspendedAt !== null || hook.failingSince !== null || deliveries.some((d) => d.state === 'failed')) && (
          <RowAction action={replayAction} fields={{ webhookId: hook.id }}>
            {t('wake')}
          </RowAction>
        )}
        <RowAction
          action={removeWebhookAction}
          fields={{ webhookId: hook.id }}
          look="danger"
          label={t('removeWebhookNamed', { url: hook.url })}
          confirm={{ title: t('removeWebhookAsk'), text: t('removeWebhookText') }}
        >
          {t('removeWebhook')}
        </RowAction>
      </div>
      <details>
        <summary className="w-fit rounded px-1 text-dim hover:text-ink">{t('deliveries')}</summary>
        {deliveries.length === 0 ? (
          <p className="mt-2 text-dim">{t('noDeliveries')}</p>
        ) : (
          <ul className="mt-2 divide-y divide-line">
            {deliveries.map((d) => (
              <li key={d.id} className="flex items-start gap-3 py-2">
                <div className="min-w-0 grow">
                  <p className="flex flex-wrap items-center gap-x-3">
                    <code className="text-sm">{d.kind}</code>
                    <span className={d.state === 'delivered' ? 'text-good' : d.state === 'failed' ? 'text-danger' : 'text-warn'}>{t(`deliveryStates.${d.state}`)}</span>
                    <span className="text-sm text-dim">{[at(d.createdAt), t('deliveryTried', { n: d.attempts })].join(' · ')}</span>
                  </p>
                  {d.error && (
                    <p dir="auto" className="text-sm wrap-anywhere text-danger">
                      {d.error}
                    </p>
                  )}
                </div>
                {(d.state !== 'waiting' || d.attempts > 0) && (
                  <RowAction action={replayAction} fields={{ webhookId: hook.id, deliveryId: d.id }} look="quiet" label={t('sendAgainNamed', { kind: d.kind })}>
                    {t('sendAgain')}
                  </RowAction>
                )}
              </li>
            ))}
          </ul>
        )}
      </details>
    </div>
  )
}
