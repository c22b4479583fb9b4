'use client'
import { type FormEvent, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Chat, State } from './chat'
import { useReason } from './reason'

/** Asked once somebody wrote while nobody is here. It may be left empty. */
export function Away({ chat, state }: { chat: Chat; state: State }) {
  const t = useTranslations('widget')
  const reason = useReason()
  const id = useId()
  const [email, setEmail] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const [kept, setKept] = useState<string | null>(null)
  if (kept)
    return (
      <p role="status" className="border-t border-line bg-sunken px-4 py-2 text-[13px] text-dim">
        {t('emailKept', { email: kept })}
      </p>
    )
  const hasWritten = state.messages.some((m) => m.from === 'me') || state.waiting.length > 0
  const isAnswered = state.messages.at(-1)?.from === 'team'
  if (state.isTeamHere || state.isIdentified || state.email || !hasWritten || isAnswered) return null

  const save = (e: FormEvent) => {
    e.preventDefault()
    const said = email.trim()
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(said)) return setWrong(t('emailWrong'))
    setWrong(null)
    chat.introduce({ email: said }).then(
      () => setKept(said),
      (e: unknown) => setWrong(reason(e)),
    )
  }
  return (
    <form onSubmit={save} noValidate className="border-t border-line bg-sunken px-4 py-3 text-[13px]">
      <p className="mb-2 text-ink">{t('emailAsk')}</p>
      <label htmlFor={id} className="mb-1 block text-dim">
        {t('emailLabel')}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          type="email"
          name="email"
          autoComplete="email"
          inputMode="email"
          dir="ltr"
          value={email}
          aria-invalid={wrong !== null}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onChange={(e) => setEmail(e.target.value)}
          className="min-w-0 flex-1 rounded-lg border border-line bg-surface px-3 py-1.5 text-base text-ink"
        />
        <button type="submit" className="shrink-0 rounded-lg bg-(--site) px-3 font-medium text-(--on-site)">
          {t('emailSave')}
        </button>
      </div>
      {wrong && (
        <p id={`${id}-wrong`} role="alert" className="mt-1 text-danger">
          {wrong}
        </p>
      )}
    </form>
  )
}
