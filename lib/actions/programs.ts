'use server'
/** Tokens and webhooks: the forms of /settings/programs and /settings/webhooks. */
import { createToken, type MadeToken } from '@/lib/domain/tokens/create'
import { revokeToken } from '@/lib/domain/tokens/revoke'
import { SCOPES } from '@/lib/domain/tokens/scopes'
import { createWebhook, removeWebhook } from '@/lib/domain/webhooks/create'
import { replay } from '@/lib/domain/webhooks/deliver'
import { WEBHOOK_FORMS } from '@/db/schema/programs'
import { type FormState, id, runForm, text } from './form'

export async function createTokenAction(_: FormState<MadeToken | true>, form: FormData): Promise<FormState<MadeToken | true>> {
  const scopes = SCOPES.filter((s) => form.getAll('scopes').includes(s))
  const until = text(form, 'expires')
  const expiresAt = until ? Date.parse(`${until}T00:00:00Z`) : undefined
  return runForm(createToken, { name: text(form, 'name'), scopes, expiresAt }, { path: '/settings/programs', form, keep: ['name', 'expires'] })
}

export async function revokeTokenAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(revokeToken, { tokenId: id(form, 'tokenId') }, { path: '/settings/programs', form })
}

export async function createWebhookAction(_: FormState<{ secret: string } | true>, form: FormData): Promise<FormState<{ secret: string } | true>> {
  const kind = WEBHOOK_FORMS.find((f) => f === text(form, 'form')) ?? 'sendseven'
  return runForm(createWebhook, { form: kind, url: text(form, 'url').trim() }, { path: '/settings/webhooks', form, keep: ['url', 'form'] })
}

export async function removeWebhookAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(removeWebhook, { id: id(form, 'webhookId') }, { path: '/settings/webhooks', form })
}

export async function replayAction(_: FormState, form: FormData): Promise<FormState> {
  const deliveryId = text(form, 'deliveryId') ? id(form, 'deliveryId') : undefined
  return runForm(replay, { webhookId: id(form, 'webhookId'), deliveryId }, { path: '/settings/webhooks', form })
}
