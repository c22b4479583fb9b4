'use client'
import { ArrowLeft, Camera, SendHorizontal } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { ChannelIcon } from '@/components/inbox/channel-icon'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { limitOf } from '@/lib/channels/limits'
import { type Customer, useDemoActs } from '@/lib/queries/demo'
import { PhoneBubble } from './phone-bubble'

/** What one customer sees, and what they may do. */
export function Phone({ customer, onBack }: { customer: Customer; onBack: () => void }) {
  const t = useTranslations('demo')
  const acts = useDemoActs()
  const { type, address, name, bubbles, consent } = customer
  const [text, setText] = useState('')
  const [hasFailed, setFailed] = useState(false)
  const end = useRef<HTMLLIElement>(null)
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [bubbles.length])

  const run = (work: Promise<void>) =>
    work.then(
      () => setFailed(false),
      () => setFailed(true),
    )
  const say = (photo: boolean) => {
    if (text.trim() === '' && !photo) return
    void run(acts.say(customer, { text, photo }))
    setText('')
  }
  const onSubmit = (e: FormEvent) => {
    e.preventDefault()
    say(false)
  }
  return (
    <section aria-label={name} className="flex min-h-0 flex-col overflow-hidden rounded-xl border border-line bg-canvas">
      <header className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-2">
        <IconButton label={t('back')} className="md:hidden" onClick={onBack}>
          <ArrowLeft size={16} className="rtl:-scale-x-100" />
        </IconButton>
        <ChannelIcon type={type} />
        <span className="min-w-0 grow">
          <span dir="auto" className="block truncate font-semibold">
            {name}
          </span>
          <span className="block truncate text-xs text-dim">{`${t(`types.${type}`)} · ${address}`}</span>
        </span>
        {limitOf(type).windowMs !== undefined && <Button onClick={() => void run(acts.pass(customer, 25))}>{t('dayPasses')}</Button>}
        {(type === 'sms' || type === 'telegram') && (
          <Button onClick={() => void run(acts.consent(customer, consent !== null))}>{t(consent !== null ? `again.${type}` : `stop.${type}`)}</Button>
        )}
      </header>
      <div role="log" aria-label={t('screen')} tabIndex={0} className="flex min-h-40 grow flex-col overflow-y-auto p-3">
        <ul className="flex grow flex-col gap-1.5">
          {bubbles.length === 0 && <li className="m-auto max-w-72 text-center text-dim">{t('nothingYet')}</li>}
          {bubbles.map((b) => (
            <PhoneBubble key={b.id} bubble={b} mayReact={type !== 'sms' && type !== 'email'} onReact={(emoji) => void run(acts.react(customer, b.id, emoji))} />
          ))}
          <li ref={end} className="h-5 text-sm text-dim">
            {customer.isTypingTo ? t('typing') : ''}
          </li>
        </ul>
      </div>
      {hasFailed && (
        <p role="alert" className="px-3 text-sm text-danger">
          {t('failed')}
        </p>
      )}
      <form onSubmit={onSubmit} className="flex items-center gap-2 border-t border-line bg-surface p-2">
        <IconButton label={t('photo')} onClick={() => say(true)}>
          <Camera size={16} />
        </IconButton>
        <Input
          aria-label={t('write', { name })}
          placeholder={t('write', { name })}
          value={text}
          maxLength={1000}
          autoComplete="off"
          onChange={(e) => setText(e.target.value)}
        />
        <Button type="submit" look="primary">
          <SendHorizontal size={14} aria-hidden className="rtl:-scale-x-100" />
          {t('send')}
        </Button>
      </form>
    </section>
  )
}
