import type { Filter } from '@/lib/domain/conversations/filter'

/** Where things lie in the query cache. */
export const keys = {
  lists: ['list'] as const,
  list: (filter: Filter) => ['list', filter] as const,
  counts: ['counts'] as const,
  directory: ['directory'] as const,
  me: ['me'] as const,
  /** An open conversation: the answer of `/conversations/:id/open` (`details.row` is its row). */
  conversation: (id: number) => ['conversation', id] as const,
  history: (id: number) => ['history', id] as const,
  contact: (id: number) => ['contact', id] as const,
  /** Under the contact's own: whatever makes that old makes these old. */
  samePerson: (id: number) => ['contact', id, 'same'] as const,
  contactConversations: (id: number) => ['contact', id, 'conversations'] as const,
  contactSearch: (text: string) => ['contacts', text] as const,
  fieldNames: ['contacts', 'field-names'] as const,
  presence: ['presence'] as const,
}
