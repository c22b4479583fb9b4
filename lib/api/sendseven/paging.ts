/** SendSeven's page numbers; a size beyond what is given at once is refused, as its document says. */
import { z } from 'zod'
import { looseInt } from '../programs/body'

const PAGE_MAX = 100_000
const SIZE_MAX = 100

const pageNumber = looseInt.pipe(z.number().min(1).max(PAGE_MAX))

/** `page` and `page_size`, of which there are `by` unless said. */
export const paging = (by: number) => ({
  page: pageNumber.default(1),
  page_size: looseInt.pipe(z.number().min(1).max(SIZE_MAX)).default(by),
})

/** The same with `cursor`, another name that clients have for the page's number. */
export const pagingOrCursor = (by: number) => ({ ...paging(by), cursor: pageNumber.optional() })

/** The rows of a page, of a list that is small enough to be there as a whole. */
export const slice = <T>(all: readonly T[], q: { page: number; page_size: number }): T[] => all.slice((q.page - 1) * q.page_size, q.page * q.page_size)
