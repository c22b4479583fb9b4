import { REASONS, type Reason } from '@/lib/domain/errors'

/** What a person is told, by reason. English stands beside the reasons themselves. */
export const errors = Object.fromEntries(Object.entries(REASONS).map(([reason, [, sentence]]) => [reason, sentence])) as Record<Reason, string>
