'use client'
import { Forward, Image as Picture, type LucideIcon, MapPin, Megaphone, MousePointerClick, Share2, ShoppingCart, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { Card, Shown } from '@/lib/domain/messages/cards'

/** What a customer sent that is more than words: a place, contacts, an order, what they shared, where they came from. */
export function Cards({ cards }: { cards: Shown['cards'] }) {
  return (
    <ul className="flex flex-col gap-1 not-last:mb-1">
      {cards.map((card, n) => (
        <li key={n} className="max-w-full">
          <One card={card} />
        </li>
      ))}
    </ul>
  )
}

function One({ card }: { card: Card }) {
  const t = useTranslations('conversation.cards')
  const format = useFormatter()
  switch (card.kind) {
    case 'place': {
      const at = `${card.latitude},${card.longitude}`
      return (
        <Box Icon={MapPin} label={t('place')}>
          {card.name && <Strong>{card.name}</Strong>}
          {card.address && <span dir="auto">{card.address}</span>}
          <span className="text-xs text-dim tabular-nums">
            {format.number(card.latitude, { maximumFractionDigits: 5 })}, {format.number(card.longitude, { maximumFractionDigits: 5 })}
          </span>
          <Out href={`https://www.google.com/maps?q=${at}`}>{t('map')}</Out>
        </Box>
      )
    }
    case 'person':
      return (
        <Box Icon={UserRound} label={t('person')}>
          <Strong>{card.name || t('nameless')}</Strong>
          {card.company && <span dir="auto">{card.company}</span>}
          {card.phones.map((p) => (
            <Out key={p} href={`tel:${p.replace(/[^+\d]/g, '')}`}>
              <bdi>{p}</bdi>
            </Out>
          ))}
          {card.emails.map((e) => (
            <Out key={e} href={`mailto:${encodeURIComponent(e)}`}>
              {e}
            </Out>
          ))}
          {card.links.map((url) => (
            <Out key={url} href={url}>
              <bdi className="wrap-anywhere">{url}</bdi>
            </Out>
          ))}
          {card.more.map((line) => (
            <span key={line} dir="auto" className="wrap-anywhere">
              {line}
            </span>
          ))}
        </Box>
      )
    case 'order': {
      const { currency } = card.items[0] ?? { currency: '' }
      const isWhole = card.items.every((i) => i.price !== null && i.currency === currency)
      const money = (n: number, of: string) => (/^[A-Z]{3}$/.test(of) ? format.number(n, { style: 'currency', currency: of }) : `${format.number(n)} ${of}`)
      return (
        <Box Icon={ShoppingCart} label={t('order')}>
          {card.note && <span dir="auto">{card.note}</span>}
          <ul className="w-full">
            {card.items.map((i, n) => (
              <li key={n} className="flex justify-between gap-4">
                <span>
                  {format.number(i.quantity)} × <bdi>{i.name}</bdi>
                </span>
                {i.price !== null && <span className="tabular-nums">{money(i.price * i.quantity, i.currency)}</span>}
              </li>
            ))}
          </ul>
          {isWhole && card.items.length > 1 && (
            <span className="flex justify-between gap-4 self-stretch border-t border-line pt-1 font-medium">
              {t('total')}
              <span className="tabular-nums">
                {money(
                  card.items.reduce((sum, i) => sum + (i.price ?? 0) * i.quantity, 0),
                  currency,
                )}
              </span>
            </span>
          )}
        </Box>
      )
    }
    case 'shared':
      return (
        <Box Icon={card.what === 'story' || card.what === 'story_mention' ? Picture : Share2} label={t(card.what)}>
          {card.title && <Strong>{card.title}</Strong>}
          {card.url && <Out href={card.url}>{t('open')}</Out>}
        </Box>
      )
    case 'ad':
      return (
        <Box Icon={Megaphone} label={t('ad')}>
          {card.title && <Strong>{card.title}</Strong>}
          {card.text && (
            <span dir="auto" className="line-clamp-3">
              {card.text}
            </span>
          )}
          {card.url && <Out href={card.url}>{t('open')}</Out>}
        </Box>
      )
    default: {
      const Icon = card.kind === 'button' ? MousePointerClick : Forward
      return (
        <p className="flex items-center gap-1 text-xs text-dim">
          <Icon size={12} aria-hidden />
          {t(card.kind)}
        </p>
      )
    }
  }
}

function Box({ Icon, label, children }: { Icon: LucideIcon; label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className="flex max-w-full min-w-44 gap-2 rounded-md border border-line bg-raised px-2.5 py-2 text-sm text-ink">
      <Icon size={18} aria-hidden className="mt-0.5 shrink-0 text-dim" />
      <div className="flex min-w-0 grow flex-col items-start gap-0.5 break-words">
        <span className="text-xs text-dim">{label}</span>
        {children}
      </div>
    </section>
  )
}

const Strong = ({ children }: { children: ReactNode }) => (
  <span dir="auto" className="max-w-full font-medium">
    {children}
  </span>
)

const Out = ({ href, children }: { href: string; children: ReactNode }) => (
  <a href={href} target={/^https?:/.test(href) ? '_blank' : undefined} rel="noreferrer noopener nofollow" className="min-h-6 max-w-full break-all underline">
    {children}
  </a>
)
