'use client'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ChannelIcon } from '@/components/inbox/channel-icon'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Skeleton } from '@/components/ui/skeleton'
import { type Customer, useDemo } from '@/lib/queries/demo'
import { NewCustomer } from './new-customer'
import { Phone } from './phone'

const keyOf = (c: Pick<Customer, 'type' | 'address'>) => `${c.type}:${c.address}`

/** Everybody who writes to the demo's shop, and the screen of the one whom somebody plays. */
export function CustomersDesk() {
  const t = useTranslations('demo')
  const { data, isError } = useDemo()
  const [chosen, setChosen] = useState<string | null>(null)
  const [isNew, setNew] = useState(false)
  if (isError && !data) return <p role="alert">{t('gone')}</p>
  if (!data) return <Skeleton className="h-60" />
  const people = data.customers.toSorted((a, b) => b.lastAt - a.lastAt)
  const open = people.find((c) => keyOf(c) === chosen) ?? null
  const pick = (key: string) => {
    setChosen(key)
    setNew(false)
  }
  return (
    <div className="grid min-h-0 grow gap-3 md:grid-cols-[17rem_1fr]">
      <nav aria-label={t('customers')} className={cx('flex min-h-0 flex-col gap-2', (open || isNew) && 'max-md:hidden')}>
        <Button onClick={() => setNew(true)}>
          <UserPlus size={14} aria-hidden />
          {t('new')}
        </Button>
        <ul className="min-h-0 grow overflow-y-auto rounded-xl border border-line bg-surface">
          {people.map((c) => (
            <li key={keyOf(c)}>
              <button
                type="button"
                aria-current={keyOf(c) === chosen && !isNew ? 'true' : undefined}
                onClick={() => pick(keyOf(c))}
                className={cx(
                  'flex w-full items-center gap-2.5 border-b border-line px-3 py-2 text-start hover:bg-hover',
                  keyOf(c) === chosen && !isNew && 'bg-selected',
                )}
              >
                <ChannelIcon type={c.type} />
                <span className="min-w-0 grow">
                  <span dir="auto" className="block truncate font-medium">
                    {c.name}
                  </span>
                  <span className="block truncate text-xs text-dim">{t(`types.${c.type}`)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {isNew ? (
        <NewCustomer types={data.types} onDone={pick} onBack={() => setNew(false)} />
      ) : open ? (
        <Phone key={keyOf(open)} customer={open} onBack={() => setChosen(null)} />
      ) : (
        <p className="hidden items-center justify-center rounded-xl border border-dashed border-line p-6 text-center text-dim md:flex">{t('choose')}</p>
      )}
    </div>
  )
}
