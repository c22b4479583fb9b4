'use client'
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { isComposing } from '@/components/ui/is-composing'
import { isTyping } from '@/components/ui/type-ahead'
import { Input, Select, TextArea } from '@/components/ui/input'
import { FIELDS_MAX, NOTE_MAX } from '@/lib/domain/contacts/facts'
import { get } from '@/lib/queries/fetch'
import { keys } from '@/lib/queries/keys'
import type { Draft, Problem } from './draft'
import { languageName } from './facts'

/** Tags of the languages that are offered; a contact's own is offered besides. */
const LANGUAGES = 'ar bg ca cs da de el en es et eu fa fi fr gl he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl sr sv th tr uk ur vi zh'.split(' ')

type Props = { draft: Draft; problem: Problem | null; onSave: (draft: Draft) => void; onCancel: () => void }

/** Everything of a contact that colleagues write. What is wrong stands beside what it is about. */
export function ContactForm({ draft: initial, problem, onSave, onCancel }: Props) {
  const t = useTranslations('contact')
  const common = useTranslations('common')
  const [draft, setDraft] = useState(initial)
  const put = (part: Partial<Draft>) => setDraft((d) => ({ ...d, ...part }))
  const twice = draft.fields.some((f, i) => f.name.trim() !== '' && draft.fields.findIndex((g) => g.name.trim().toLowerCase() === f.name.trim().toLowerCase()) !== i)
  const wrong = (field: keyof Draft) => (problem?.field === field ? problem.text : undefined)
  /** The writer begins at the name, or goes on where something is wrong. */
  const [mayTakeFocus] = useState(() => !isTyping())
  const goesTo = (field: keyof Draft) => mayTakeFocus && field === (problem?.field ?? 'name')
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (!twice) onSave(draft)
  }
  return (
    <form
      aria-label={t('form.label')}
      onSubmit={submit}
      onKeyDown={(e) => {
        if (isComposing(e.nativeEvent)) return
        if (e.key === 'Escape') {
          e.stopPropagation()
          e.preventDefault()
          onCancel()
        }
        if (e.key === 'Enter' && (e.metaKey || e.ctrlKey)) e.currentTarget.requestSubmit()
      }}
      className="flex flex-col gap-3 p-4"
    >
      <Field label={t('facts.name')} error={wrong('name')}>
        <Input autoFocus={goesTo('name')} required maxLength={120} value={draft.name} onChange={(e) => put({ name: e.target.value })} />
      </Field>
      <Field label={t('facts.email')} error={wrong('email')}>
        <Input autoFocus={goesTo('email')} type="email" maxLength={254} value={draft.email} onChange={(e) => put({ email: e.target.value })} />
      </Field>
      <Field label={t('facts.phone')} hint={t('form.phoneHint')} error={wrong('phone')}>
        <Input autoFocus={goesTo('phone')} type="tel" maxLength={40} dir="ltr" value={draft.phone} onChange={(e) => put({ phone: e.target.value })} />
      </Field>
      <Field label={t('facts.company')} error={wrong('company')}>
        <Input autoFocus={goesTo('company')} maxLength={120} value={draft.company} onChange={(e) => put({ company: e.target.value })} />
      </Field>
      <Field label={t('facts.language')} error={wrong('language')}>
        <LanguageChoice value={draft.language} onChange={(language) => put({ language })} />
      </Field>
      <Field label={t('facts.timeZone')} error={wrong('timeZone')}>
        <ZoneChoice value={draft.timeZone} onChange={(timeZone) => put({ timeZone })} />
      </Field>
      <MoreFields fields={draft.fields} error={twice ? t('form.sameField') : wrong('fields')} onChange={(fields) => put({ fields })} />
      <Field label={t('facts.note')} hint={t('facts.noteHint')} error={wrong('note')}>
        <TextArea autoFocus={goesTo('note')} rows={4} maxLength={NOTE_MAX} value={draft.note} onChange={(e) => put({ note: e.target.value })} />
      </Field>
      {problem && problem.field === null && (
        <p role="alert" className="text-sm text-danger">
          {problem.text}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button type="submit" look="primary">
          {common('save')}
        </Button>
      </div>
    </form>
  )
}

type Choice = { id?: string; value: string; onChange: (value: string) => void }

function LanguageChoice({ value, onChange, ...rest }: Choice) {
  const t = useTranslations('contact.form')
  const locale = useLocale()
  const tags = [...new Set([...LANGUAGES, ...(value ? [value] : [])])]
  const named = tags.map((tag) => ({ tag, name: languageName(locale, tag) })).toSorted((a, b) => a.name.localeCompare(b.name, locale))
  return (
    <Select {...rest} value={value} onChange={(e) => onChange(e.target.value)}>
      <option value="">{t('noLanguage')}</option>
      {named.map((l) => (
        <option key={l.tag} value={l.tag}>
          {l.name}
        </option>
      ))}
    </Select>
  )
}

function ZoneChoice({ value, onChange, ...rest }: Choice) {
  const t = useTranslations('contact.form')
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), ...(value ? [value] : [])])]
  return (
    <Select {...rest} value={value} onChange={(e) => onChange(e.target.value)}>
      <option value="">{t('noLanguage')}</option>
      {zones.map((z) => (
        <option key={z} value={z}>
          {z.replaceAll('_', ' ')}
        </option>
      ))}
    </Select>
  )
}

function MoreFields({ fields, error, onChange }: { fields: Draft['fields']; error?: string; onChange: (fields: Draft['fields']) => void }) {
  const t = useTranslations('contact.form')
  const id = useId()
  const { data } = useQuery({ queryKey: keys.fieldNames, queryFn: ({ signal }) => get<{ names: string[] }>('/contacts/field-names', {}, { signal }), staleTime: 60_000 })
  const put = (at: number, part: Partial<Draft['fields'][number]>) => onChange(fields.map((f, i) => (i === at ? { ...f, ...part } : f)))
  return (
    <fieldset className="flex flex-col gap-1.5" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-sm font-medium">{t('fields')}</legend>
      <datalist id={`${id}-names`}>
        {data?.names.map((n) => (
          <option key={n} value={n} />
        ))}
      </datalist>
      {fields.map((f, i) => (
        <div key={i} className="flex items-center gap-1">
          <Input
            aria-label={t('fieldName')}
            placeholder={t('fieldName')}
            list={`${id}-names`}
            maxLength={60}
            className="w-2/5"
            // A field that was just added is where the writer goes on.
            autoFocus={f.name === '' && f.value === '' && i === fields.length - 1}
            value={f.name}
            onChange={(e) => put(i, { name: e.target.value })}
          />
          <Input
            aria-label={f.name || t('fieldValue')}
            placeholder={t('fieldValue')}
            maxLength={1000}
            value={f.value}
            onChange={(e) => put(i, { value: e.target.value })}
          />
          <IconButton label={t('removeField', { name: f.name || t('fieldName') })} onClick={() => onChange(fields.filter((_, at) => at !== i))}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
      {fields.length < FIELDS_MAX && (
        <Button look="quiet" className="self-start" onClick={() => onChange([...fields, { name: '', value: '' }])}>
          <Plus size={14} aria-hidden />
          {t('addField')}
        </Button>
      )}
    </fieldset>
  )
}
