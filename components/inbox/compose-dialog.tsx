'use client'
import { Check, X } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { isComposing } from '@/components/ui/is-composing'
import { useToast } from '@/components/ui/toast'
import { takeTypeAhead, useTypeAhead } from '@/components/ui/type-ahead'
import { startTeamAction } from '@/lib/actions/conversations'
import { errorMessage } from '@/lib/i18n/error-messages'
import { languageOf } from '@/lib/i18n/locales'
import { useDirectory, useMe } from '@/lib/queries/directory'

/** Begins (or finds) the team conversation of some people. */
export function ComposeDialog({ onClose, onStarted }: { onClose: () => void; onStarted: (id: number) => void }) {
  const t = useTranslations('inbox.compose')
  const common = useTranslations('common')
  const locale = languageOf(useLocale())
  const toast = useToast()
  const me = useMe()
  const { active, userById } = useDirectory()
  const [chosen, setChosen] = useState<number[]>([])
  const [find, setFind] = useState('')
  const [title, setTitle] = useState('')
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const held = useTypeAhead()
  useLayoutEffect(() => {
    const got = takeTypeAhead((x) => x.kind === 'compose')
    if (!got) return
    setFind((was) => was + got.text.replaceAll('\n', ' '))
    if (got.hasFocus) field.current?.focus()
  }, [held])
  const others = active.filter((u) => u.id !== me.id)
  const found = others.filter((u) => `${u.name} ${u.email}`.toLocaleLowerCase().includes(find.trim().toLocaleLowerCase())).slice(0, 50)
  const toggle = (id: number) => setChosen((c) => (c.includes(id) ? c.filter((x) => x !== id) : [...c, id]))
  const start = async () => {
    setBusy(true)
    const result = await startTeamAction({ userIds: chosen, title }).catch(() => null)
    setBusy(false)
    if (result?.ok) onStarted(result.data.id)
    else toast.show({ tone: 'danger', text: (result && (await errorMessage(locale, result.error.reason).catch(() => null))) ?? common('offline') })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      description={t('hint')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button look="primary" disabled={chosen.length === 0} busy={isBusy} onClick={() => void start()}>
            {t('start')}
          </Button>
        </>
      }
    >
      {others.length === 0 ? (
        <p className="text-dim">{t('alone')}</p>
      ) : (
        <div className="flex flex-col gap-3">
          {chosen.length > 0 && (
            <ul aria-label={t('people')} className="flex flex-wrap gap-1">
              {chosen.map((id) => {
                const name = userById.get(id)?.name ?? ''
                return (
                  <li key={id}>
                    <button
                      type="button"
                      onClick={() => toggle(id)}
                      aria-label={t('remove', { name })}
                      className="inline-flex h-7 items-center gap-1.5 rounded-full bg-selected ps-1 pe-2 text-accent-ink"
                    >
                      <Avatar name={name} size="sm" />
                      <span dir="auto">{name}</span>
                      <X aria-hidden size={12} />
                    </button>
                  </li>
                )
              })}
            </ul>
          )}
          <Field label={t('people')}>
            <Input
              ref={field}
              data-autofocus
              placeholder={t('find')}
              value={find}
              onChange={(e) => setFind(e.target.value)}
              onKeyDown={(e) => {
                const [first] = found
                if (e.key !== 'Enter' || e.ctrlKey || e.metaKey || isComposing(e.nativeEvent) || !first) return
                e.preventDefault()
                toggle(first.id)
                setFind('')
              }}
            />
          </Field>
          <ul className="max-h-52 overflow-y-auto rounded-md border border-line">
            {found.map((u) => (
              <li key={u.id}>
                <button
                  type="button"
                  aria-pressed={chosen.includes(u.id)}
                  onClick={() => toggle(u.id)}
                  className="flex h-9 w-full items-center gap-2 px-2 text-start hover:bg-hover"
                >
                  <Avatar name={u.name} size="sm" />
                  <span dir="auto" className="min-w-0 grow truncate">
                    {u.name}
                  </span>
                  {chosen.includes(u.id) && <Check aria-hidden size={14} className="text-accent-ink" />}
                </button>
              </li>
            ))}
            {found.length === 0 && <li className="p-3 text-dim">{t('noMatch')}</li>}
          </ul>
          <Field label={t('subject')}>
            <Input value={title} maxLength={200} onChange={(e) => setTitle(e.target.value)} />
          </Field>
        </div>
      )}
    </Dialog>
  )
}
