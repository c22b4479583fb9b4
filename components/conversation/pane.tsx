'use client'

import { useThread } from '@/lib/queries/thread'

/** One conversation: header, thread, composer, details. */
export function ConversationPane({ id }: { id: number }) {
  const { data } = useThread(id)
  return (
    <section className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <h2 className="border-b border-line p-3 font-semibold" dir="auto">{data?.details.row.title || data?.details.row.contactName}</h2>
      <ol className="flex-1 overflow-y-auto p-3">
        {data?.thread.messages.map((m) => <li key={m.index} dir="auto" className="py-1 whitespace-pre-wrap">{m.body}</li>)}
      </ol>
    </section>
  )
}
