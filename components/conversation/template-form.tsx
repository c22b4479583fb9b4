'use client'
import { type RefObject, useId } from 'react'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { fileOf, type Slot, slotsOf, VALUE_MAX, wordsOf } from '@/lib/domain/templates/fill'
import type { TemplateView } from '@/lib/domain/templates/list'
import type { AttachmentView } from '@/lib/domain/messages/view'
import type { Upload } from './use-uploads'
import { useReason } from './use-reason'

const ACCEPT = { image: 'image/jpeg,image/png', video: 'video/mp4,video/3gpp', document: '*/*' }

type Props = {
  template: TemplateView
  values: Readonly<Record<string, string>>
  /** Keys that are still empty, once somebody tried to send. */
  missing: readonly string[]
  isFileMissing: boolean
  file: AttachmentView | null
  uploads: readonly Upload[]
  onValue: (key: string, value: string) => void
  onFile: (file: File) => void
  onSend: () => void
  formRef: RefObject<HTMLFormElement | null>
}

/** What is to be filled in, and what the customer will get, as it is typed. */
export function TemplateForm({ template, values, missing, isFileMissing, file, uploads, onValue, onFile, onSend, formRef }: Props) {
  const t = useTranslations('conversation.template')
  const reason = useReason()
  const id = useId()
  const { parts } = template
  const slots = slotsOf(parts)
  const kind = fileOf(parts)
  const labelOf = (s: Slot) =>
    s.part === 'button' ? t('button', { label: s.label ?? '' }) : t(/^\d+$/.test(s.name) ? `${s.part}Number` : `${s.part}Name`, { name: s.name.replaceAll('_', ' ') })
  const upload = uploads[0]
  return (
    <form
      ref={formRef}
      id={`${id}-form`}
      className="grid gap-4 sm:grid-cols-2"
      onSubmit={(e) => {
        e.preventDefault()
        // React carries it on to the form that the dialog was opened from.
        e.stopPropagation()
        onSend()
      }}
    >
      <div className="flex flex-col gap-3">
        {slots.length === 0 && !kind && <p className="text-dim">{t('nothingToFill')}</p>}
        {kind && (
          <Field
            label={t(`file.${kind}`)}
            hint={upload ? (upload.reason ? undefined : t('uploading')) : file ? file.name : undefined}
            error={upload?.reason ? reason(upload.reason) : isFileMissing ? t('fileMissing') : undefined}
          >
            <input
              type="file"
              accept={ACCEPT[kind]}
              data-autofocus
              onChange={(e) => {
                const [chosen] = e.target.files ?? []
                if (chosen) onFile(chosen)
              }}
              className="text-sm file:me-2 file:h-8 file:rounded-md file:border file:border-line file:bg-raised file:px-3 file:text-ink"
            />
          </Field>
        )}
        {slots.map((s, i) => (
          <Field
            key={s.key}
            label={labelOf(s)}
            hint={s.example ? t('example', { text: s.example }) : undefined}
            error={missing.includes(s.key) ? t('missing') : undefined}
          >
            <Input
              name={s.key}
              data-autofocus={i === 0 && !kind ? '' : undefined}
              autoComplete="off"
              maxLength={VALUE_MAX}
              value={values[s.key] ?? ''}
              onChange={(e) => onValue(s.key, e.target.value)}
            />
          </Field>
        ))}
      </div>
      <div>
        <p id={`${id}-preview`} className="mb-1 text-sm font-medium">
          {t('preview')}
        </p>
        <div
          role="group"
          aria-labelledby={`${id}-preview`}
          tabIndex={0}
          dir="auto"
          className="max-h-[40dvh] overflow-y-auto rounded-xl bg-mine px-3 py-2 wrap-anywhere whitespace-pre-wrap"
        >
          {kind && <p className="mb-1 text-sm text-dim">{`[${file?.name ?? t(`file.${kind}`)}]`}</p>}
          {wordsOf(parts, values)}
        </div>
      </div>
      {/* Enter in a field sends, as the button below does. */}
      <button type="submit" hidden />
    </form>
  )
}
