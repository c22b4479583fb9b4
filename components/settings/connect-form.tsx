'use client'
/** What a channel at a provider needs, as a form: made from the list of its fields. */
import { type FormEvent, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { connectChannelAction, guessServersAction, saveConnectionAction } from '@/lib/actions/channels'
import type { FormState } from '@/lib/actions/form'
import type { Guess } from '@/lib/channels/email/guess'
import type { FieldSpec } from '@/lib/channels/form'
import type { ConnectedType } from '@/lib/channels/kinds'
import { useFaultWords } from './fault'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** A field with what it shows. `kept`: a secret that is set. */
export type Filled = FieldSpec & { value: string; kept?: boolean }

export function NewConnectionForm({ type, fields }: { type: ConnectedType; fields: readonly Filled[] }) {
  const { state, send, error } = useForm(connectChannelAction)
  const t = useTranslations('settings')
  return (
    <form action={send} className="flex max-w-xl flex-col gap-3">
      <Fields type={type} name={t(`types.${type}`)} fields={fields} isNew state={state} error={error} />
      <Submit className="self-start">{t('connect.button')}</Submit>
    </form>
  )
}

type SavedProps = { channelId: number; type: ConnectedType; name: string; fields: readonly Filled[] }

/** Saves, and tries at once whether it works. */
export function ConnectionForm({ channelId, type, name, fields }: SavedProps) {
  const { state, send, pending, error } = useForm(saveConnectionAction)
  const t = useTranslations('settings')
  const wordsOf = useFaultWords()
  const tested = !pending && typeof state.done === 'object' ? state.done : null
  const wrong = tested && wordsOf(tested)
  return (
    <form action={send} className="flex max-w-xl flex-col gap-3">
      <input type="hidden" name="channelId" value={channelId} />
      {/* The key: what was saved (and put in order by the server) replaces what was typed. */}
      <Fields key={JSON.stringify([name, fields.map((f) => [f.value, f.kept])])} type={type} name={name} fields={fields} state={state} error={error} />
      <Outcome error={wrong ? `${t('saved')} ${wrong}` : undefined} done={tested && !wrong ? `${t('saved')} ${t('connect.works')}` : undefined} />
      <Submit className="self-start">{t('saveAndTest')}</Submit>
    </form>
  )
}

type FieldsProps = { type: ConnectedType; name: string; fields: readonly Filled[]; isNew?: boolean; state: FormState; error?: string }

function Fields({ type, name, fields, isNew = false, state, error }: FieldsProps) {
  const t = useTranslations('settings')
  const first = Object.fromEntries(fields.map((f) => [f.name, state.said?.[f.name] ?? f.value]))
  const [values, setValues] = useState<Record<string, string>>(first)
  const [wrong, setWrong] = useState<Record<string, boolean>>({})
  const box = useRef<HTMLDivElement>(null)
  const { guess, look } = useGuess(box, setValues)
  const isOurs = fields.some((f) => f.name === state.field)
  const asked = (f: Filled) => !f.when || f.when.is.includes(values[f.when.field] ?? '')
  const moved = (f: Filled) => !isNew && f.kept === true && (f.sentTo ?? []).some((at) => values[at] !== undefined && isElsewhere(fields, at, values[at]))
  const typed = (e: FormEvent) => {
    const { name: n, value } = e.target as HTMLInputElement
    if (n !== '') setValues((v) => ({ ...v, [n]: value }))
    if (wrong[n]) setWrong((w) => ({ ...w, [n]: false }))
  }
  const left = async (e: FormEvent) => {
    const { name: n, value } = e.target as HTMLInputElement
    const field = fields.find((f) => f.name === n)
    if (!field || value === '' || field.kind === 'flag' || field.kind === 'list') return
    if (type === 'email' && n === 'address') void look(value)
    // The rules come with the first field that is left: nobody waits for them.
    const { isRight } = await import('@/lib/channels/form')
    setWrong((w) => ({ ...w, [n]: !isRight(type, n, value) }))
  }
  const one = (f: Filled) => (
    <div key={f.name} hidden={!asked(f)} className={f.kind === 'number' || f.safestFirst ? undefined : 'col-span-full'}>
      <OneField
        field={f}
        isNew={isNew}
        value={first[f.name] ?? ''}
        isWrong={wrong[f.name] || state.field === f.name}
        isAgain={moved(f) || (state.fields?.includes(f.name) ?? false)}
      />
      {f.name === 'address' && guess && <GuessLine guess={guess} />}
    </div>
  )
  const rare = fields.filter((f) => f.rare)
  return (
    <div ref={box} onChange={typed} onBlur={left} className="flex flex-col gap-3">
      <input type="hidden" name="type" value={type} />
      {state.error && <Outcome error={isOurs ? t('connect.wrong') : error} />}
      <Field label={t('channelName')} hint={t('connect.nameHint')} error={state.field === 'name' ? error : undefined}>
        <Input name="name" required maxLength={80} autoComplete="off" defaultValue={state.said?.name ?? name} />
      </Field>
      <div className="grid grid-cols-2 gap-3">{fields.filter((f) => !f.rare).map(one)}</div>
      {rare.length > 0 && (
        <details open={rare.some((f) => f.name === state.field || state.fields?.includes(f.name)) || undefined}>
          <summary className="w-fit rounded px-1 text-dim hover:text-ink">{t('connect.rare')}</summary>
          <div className="mt-2 grid grid-cols-2 gap-3">{rare.map(one)}</div>
        </details>
      )}
    </div>
  )
}

/** Another server, or a less safe way to the same one: the domain decides in the end (`sentElsewhere`). */
function isElsewhere(fields: readonly Filled[], at: string, now: string | undefined): boolean {
  const field = fields.find((f) => f.name === at)
  if (!field || now === undefined) return false
  const clean = (s: string) => s.trim().replace(/\/+$/, '') || (field.fallback ?? '')
  if (!field.safestFirst) return clean(now) !== clean(field.value)
  return (field.options ?? []).findIndex((o) => o === now) > (field.options ?? []).findIndex((o) => o === field.value)
}

/** Fills in the servers of a mailbox whose provider is known, where nothing was typed yet. */
function useGuess(box: { current: HTMLElement | null }, set: (change: (v: Record<string, string>) => Record<string, string>) => void) {
  const [guess, setGuess] = useState<Guess | null>(null)
  const look = async (address: string) => {
    const input = (name: string) => box.current?.querySelector<HTMLInputElement>(`[name="${name}"]`)
    if (input('imapHost')?.value || input('smtpHost')?.value) return
    const found = await guessServersAction(address)
    setGuess(found)
    if (!found || input('imapHost')?.value || input('smtpHost')?.value) return
    for (const [name, value] of Object.entries(found.servers)) {
      const at = input(name)
      if (at) at.value = String(value)
    }
    set((v) => ({ ...v, ...Object.fromEntries(Object.entries(found.servers).map(([name, value]) => [name, String(value)])) }))
  }
  return { guess, look }
}

function GuessLine({ guess: { name, needs, help } }: { guess: Guess }) {
  const t = useTranslations('settings.connect')
  return (
    <p role="status" className="mt-1 text-sm text-good">
      {t(needs === 'app' ? 'guessedApp' : needs === 'token' ? 'guessedToken' : 'guessed', { name })}{' '}
      {help && (
        <a href={help} target="_blank" rel="noreferrer" className="text-accent-ink underline">
          {t('appPassword')}
        </a>
      )}
    </p>
  )
}

type OneProps = { field: Filled; value: string; isNew: boolean; isWrong: boolean; isAgain: boolean }

function OneField({ field: { name, kind, required, options, kept }, value, isNew, isWrong, isAgain }: OneProps) {
  const t = useTranslations('settings.connect')
  const label = t(`fields.${name}`)
  if (kind === 'flag')
    return (
      <label className="flex min-h-7 items-center gap-2">
        <input type="checkbox" name={name} value="true" defaultChecked={value !== ''} className="size-4 shrink-0" />
        {label}
      </label>
    )
  const isSecret = kind === 'secret'
  const about = isSecret ? t(isNew ? 'secretHint' : kept ? 'keep' : 'notSet') : ''
  const hint = [t.has(`hints.${name}` as never) ? t(`hints.${name}` as never) : '', about].filter(Boolean).join(' ')
  return (
    <Field label={label} hint={hint || undefined} error={isWrong ? t('wrong') : isAgain ? t('again') : undefined}>
      {kind === 'choice' ? (
        <Select name={name} defaultValue={value}>
          {options?.map((o) => (
            <option key={o} value={o}>
              {t(`options.${o}`)}
            </option>
          ))}
        </Select>
      ) : (
        <Input
          name={name}
          dir={name === 'fromName' ? 'auto' : 'ltr'}
          type={isSecret ? 'password' : kind === 'number' ? 'number' : kind === 'email' ? 'email' : 'text'}
          required={(required && (!isSecret || !kept)) || isAgain}
          maxLength={4000}
          autoComplete={isSecret ? 'new-password' : 'off'}
          spellCheck={false}
          defaultValue={value}
        />
      )}
    </Field>
  )
}
