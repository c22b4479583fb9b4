'use client'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge } from '@/components/ui/badge'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { createTokenAction, revokeTokenAction } from '@/lib/actions/programs'
import type { TokenView } from '@/lib/domain/tokens/list'
import { SCOPES } from '@/lib/domain/tokens/scopes'
import { Copy } from './copy'
import { Outcome, Submit } from './form'
import { RowAction } from './row-action'
import { useForm } from './use-form'

export function NewTokenForm() {
  const { state, send, error } = useForm(createTokenAction)
  const t = useTranslations('settings')
  const made = typeof state.done === 'object' ? state.done : null
  return (
    <form action={send} className="flex flex-col gap-4">
      {error && <Outcome error={error} />}
      <div className="max-w-sm">
        <Field label={t('tokenName')}>
          <Input name="name" required maxLength={80} autoComplete="off" defaultValue={state.said?.name} />
        </Field>
      </div>
      <fieldset>
        <legend className="mb-1 font-medium">{t('tokenScopes')}</legend>
        <div className="grid gap-x-4 sm:grid-cols-2 lg:grid-cols-3">
          {SCOPES.map((scope) => (
            <label key={scope} className="flex min-h-7 items-center gap-2">
              <input type="checkbox" name="scopes" value={scope} defaultChecked={scope === 'conversations:read' || scope === 'messages:read'} className="size-4" />
              <code className="text-sm">{scope}</code>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="max-w-48">
        <Field label={t('tokenExpires')}>
          <Input type="date" name="expires" defaultValue={state.said?.expires} />
        </Field>
      </div>
      <Submit className="self-start">{t('makeToken')}</Submit>
      {made && (
        <div role="status" className="flex flex-col gap-2">
          <p className="font-medium">{t('tokenOnce')}</p>
          <Copy value={made.token} label={t('tokenLabel')} />
        </div>
      )}
    </form>
  )
}

/** One's own tokens; an admin sees everybody's, with their names. */
export function TokenList({ tokens, me }: { tokens: readonly TokenView[]; me: number }) {
  const t = useTranslations('settings')
  const format = useFormatter()
  const day = (ms: number) => format.dateTime(ms, { dateStyle: 'medium' })
  if (tokens.length === 0) return <p className="text-dim">{t('noTokens')}</p>
  return (
    <ul className="divide-y divide-line">
      {tokens.map((token) => (
        <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 first:pt-0">
          <div className="min-w-0 grow">
            <p className="wrap-anywhere">
              <span dir="auto" className="font-medium">
                {token.name}
              </span>{' '}
              <code className="text-dim">…{token.tail}</code> {token.userId !== me && <span className="text-dim">{t('tokenOf', { name: token.userName })}</span>}
            </p>
            <p className="text-sm text-dim">
              {[
                t('tokenMade', { date: day(token.createdAt) }),
                token.lastUsedAt ? t('tokenUsed', { date: day(token.lastUsedAt) }) : t('tokenUnused'),
                ...(token.expiresAt ? [t('tokenUntil', { date: day(token.expiresAt) })] : []),
              ].join(' · ')}
            </p>
            <p className="text-sm text-dim">{token.scopes.join(', ')}</p>
          </div>
          {token.revokedAt ? (
            <Badge tone="danger">{t('revoked')}</Badge>
          ) : (
            <RowAction
              action={revokeTokenAction}
              fields={{ tokenId: token.id }}
              look="danger"
              label={t('revokeNamed', { name: token.name })}
              confirm={{ title: t('revokeAsk', { name: token.name }), text: t('revokeText') }}
            >
              {t('revoke')}
            </RowAction>
          )}
        </li>
      ))}
    </ul>
  )
}
