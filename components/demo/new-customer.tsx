'use client'
import { ArrowLeft } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Select, TextArea } from '@/components/ui/input'
import { type PlayedType, useDemoActs } from '@/lib/queries/demo'

/** As the provider would call them. Numbers for made-up people. */
function newAddress(type: PlayedType): string {
  const digits = String(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0).padStart(10, '0')
  if (type === 'email') return `customer${digits.slice(-5)}@mail.example`
  return type === 'whatsapp' || type === 'sms' ? `+1202555${digits.slice(-4)}` : `8${digits}`
}

/** Somebody who never wrote before. */
export function NewCustomer({ types, onDone, onBack }: { types: readonly PlayedType[]; onDone: (key: string) => void; onBack: () => void }) {
  const t = useTranslations('demo')
  const acts = useDemoActs()
  const [type, setType] = useState<PlayedType>(types[0] ?? 'whatsapp')
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const send = async (e: FormEvent) => {
    e.preventDefault()
    const address = newAddress(type)
    setBusy(true)
    try {
      await acts.say({ type, address }, { name: name.trim() || t('somebody'), text })
      onDone(`${type}:${address}`)
    } catch {
      setFailed(true)
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(e) => void send(e)} className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4">
      <Button look="quiet" className="self-start md:hidden" onClick={onBack}>
        <ArrowLeft size={14} aria-hidden className="rtl:-scale-x-100" />
        {t('back')}
      </Button>
      <h2 className="text-base font-semibold">{t('new')}</h2>
      <Field label={t('via')}>
        <Select value={type} onChange={(e) => setType(types.find((x) => x === e.target.value) ?? type)}>
          {types.map((x) => (
            <option key={x} value={x}>
              {t(`types.${x}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('name')}>
        <Input value={name} maxLength={80} placeholder={t('somebody')} onChange={(e) => setName(e.target.value)} />
      </Field>
      <Field label={t('first')}>
        <TextArea rows={3} required maxLength={1000} value={text} onChange={(e) => setText(e.target.value)} />
      </Field>
      {hasFailed && (
        <p role="alert" className="text-danger">
          {t('failed')}
        </p>
      )}
      <Button type="submit" look="primary" busy={isBusy} className="self-start">
        {t('send')}
      </Button>
    </form>
  )
}
