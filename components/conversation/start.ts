/** Where reading begins when a conversation is opened. Pure. */
import type { ConversationRow } from '@/lib/domain/conversations/row'

/** So many messages back the first unread still is where one goes on reading. */
const NEAR = 20

/** Whether reading goes on at the first unread (`newFrom`: its index). Never opened, or left long behind, it begins at the newest. */
export const isNear = (row: Pick<ConversationRow, 'lastIndex'>, newFrom: number | null): boolean => newFrom !== null && newFrom > 0 && row.lastIndex - newFrom < NEAR
