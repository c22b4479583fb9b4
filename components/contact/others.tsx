'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { OtherLink } from '@/components/conversation/other-link'
import { Section } from '@/components/conversation/section'
import { Button } from '@/components/ui/button'
import type { ContactDetails } from '@/lib/domain/contacts/get'
import type { Page } from '@/lib/domain/conversations/list'
import { get } from '@/lib/queries/fetch'
import { keys } from '@/lib/queries/keys'

/** Other conversations of the same customer, on whatever channel, page by page. */
export function OtherConversations({ details, current }: { details: ContactDetails; current: number }) {
  const t = useTranslations('contact.others')
  const { id } = details.contact
  const q = useInfiniteQuery({
    queryKey: keys.contactConversations(id),
    queryFn: ({ pageParam, signal }) => get<Page>(`/contacts/${id}/conversations`, { cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    initialData: { pages: [{ rows: details.conversations, next: details.next }], pageParams: [undefined] },
    // The first page came with the contact.
    staleTime: 30_000,
  })
  const rows = q.data.pages.flatMap((p) => p.rows).filter((c, i, all) => c.id !== current && all.findIndex((x) => x.id === c.id) === i)
  return (
    <Section title={t('title')} isOpen>
      {rows.length === 0 && <p className="text-sm text-dim">{t('none')}</p>}
      <ul className="-mx-2 flex flex-col">
        {rows.map((c) => (
          <li key={c.id}>
            <OtherLink row={c} />
          </li>
        ))}
      </ul>
      {q.hasNextPage && (
        <Button className="mt-2 w-full" busy={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Section>
  )
}
