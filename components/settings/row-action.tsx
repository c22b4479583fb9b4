'use client'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button, type ButtonLook } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Outcome, Submit } from './form'
import { type FormAction, useForm } from './use-form'

type Props = {
  action: FormAction
  /** Hidden fields. */
  fields: Record<string, string | number | boolean>
  children: ReactNode
  /** What the button does, with what it does it to, for those who do not see the row. */
  label?: string
  look?: ButtonLook
  /** Asked first when scripts run; without them the button acts at once. */
  confirm?: { title: string; text: string }
}

/** One button that is a form of its own: switch off, withdraw, take away. */
export function RowAction({ action, fields, children, label, look = 'plain', confirm }: Props) {
  const { send, error } = useForm(action)
  const t = useTranslations('common')
  const [asking, setAsking] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  return (
    <form ref={form} action={send} className="flex flex-col items-end gap-1">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={String(value)} />
      ))}
      <Submit
        look={look}
        aria-label={label}
        onClick={(e) => {
          if (!confirm || asking) return
          e.preventDefault()
          setAsking(true)
        }}
      >
        {children}
      </Submit>
      {error && <Outcome error={error} />}
      {confirm && (
        <Dialog
          open={asking}
          onClose={() => setAsking(false)}
          title={confirm.title}
          footer={
            <>
              <Button data-autofocus onClick={() => setAsking(false)}>
                {t('cancel')}
              </Button>
              <Button
                look="danger"
                onClick={() => {
                  setAsking(false)
                  form.current?.requestSubmit()
                }}
              >
                {children}
              </Button>
            </>
          }
        >
          <p>{confirm.text}</p>
        </Dialog>
      )}
    </form>
  )
}
