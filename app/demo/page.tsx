/** A shop that carries the chat, for whoever tries the demo. It loads the widget exactly as any other site would. */
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { createFormatter } from 'use-intl/core'
import { AskButton } from '@/components/widget/ask-button'
import { siteByKey } from '@/lib/api/widget/door'
import { demoWebchat } from '@/lib/domain/channels/demo'
import { surroundings, translator } from '@/lib/i18n/server'
import { Moon, Pebble, Reed } from './lamps'

export async function generateMetadata(): Promise<Metadata> {
  return { title: { absolute: (await translator())('widget.shop.title') } }
}

const LAMPS = [
  { id: 'pebble', Picture: Pebble, euros: 129 },
  { id: 'reed', Picture: Reed, euros: 189 },
  { id: 'moon', Picture: Moon, euros: 240 },
] as const

export default async function DemoShop() {
  const demo = await demoWebchat()
  const site = demo && (await siteByKey(demo.key))
  if (!site) notFound()
  const t = await translator()
  const format = createFormatter({ locale: (await surroundings()).regional })
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <div className="min-h-dvh bg-[#fdf8f0] text-[16px] text-[#2b2017] [color-scheme:light]">
      <aside className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-[#3d2c1e] px-4 py-2 text-center text-[14px] text-[#fff7ec]">
        {t('widget.shop.demo')}{' '}
        <Link href="/" className="py-1 underline">
          {t('widget.shop.toInbox')}
        </Link>
      </aside>
      <header className="mx-auto max-w-5xl px-5 py-6 text-[22px] font-semibold tracking-tight">{t('widget.shop.brand')}</header>
      <main className="mx-auto max-w-5xl px-5 pb-24">
        <section className="py-8 sm:py-14">
          <h1 className="max-w-[16ch] text-[40px] leading-[1.05] font-semibold tracking-tight text-balance sm:text-[58px]">{t('widget.shop.heroTitle')}</h1>
          <p className="mt-5 max-w-[46ch] text-[18px] leading-relaxed text-[#5b4a3a]">{t('widget.shop.heroText')}</p>
        </section>
        <h2 className="mb-4 text-[20px] font-semibold">{t('widget.shop.products')}</h2>
        <ul className="grid gap-6 sm:grid-cols-3">
          {LAMPS.map(({ id, Picture, euros }) => (
            <li key={id}>
              <Picture />
              <h3 className="mt-3 font-semibold">{t(`widget.shop.lamps.${id}`)}</h3>
              <p className="mt-1 text-[#5b4a3a]">{t(`widget.shop.lampTexts.${id}`)}</p>
              <p className="mt-1.5 font-medium">
                {t('widget.shop.fromPrice', { price: format.number(euros, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }) })}
              </p>
            </li>
          ))}
        </ul>
        <section className="mt-14 flex flex-col items-start gap-4 rounded-3xl bg-[#f1e4d0] p-8 sm:flex-row sm:items-center">
          <div className="flex-1">
            <h2 className="text-[24px] font-semibold tracking-tight">{t('widget.shop.helpTitle')}</h2>
            <p className="mt-1 text-[#5b4a3a]">{t('widget.shop.helpText')}</p>
          </div>
          <AskButton label={t('widget.shop.helpButton')} />
        </section>
      </main>
      <footer className="px-5 pb-28 text-center text-[14px] text-[#6b5847]">{t('widget.shop.footer')}</footer>
      <script async src="/widget.js" nonce={nonce} data-key={site.key} data-color={site.webchat.color} />
    </div>
  )
}
