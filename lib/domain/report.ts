/** Whatever was thrown, as what may be told. What nobody foresaw is logged once, under the number the person is shown. */
import { asDomainError, DomainError } from './errors'

export function report(e: unknown): DomainError {
  const known = asDomainError(e)
  if (known.reason === 'database_full' || known.reason === 'database_busy') console.error(`${known.reason}: ${e instanceof Error ? e.message : String(e)}`)
  if (known.reason !== 'unexpected' || e instanceof DomainError) return known
  const requestId = crypto.randomUUID()
  console.error(`request ${requestId} failed`, e)
  return new DomainError('unexpected', { requestId })
}
