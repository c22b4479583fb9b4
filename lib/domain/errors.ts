import { troubleOf } from '@/db/trouble'

/**
 * Every refusal the product knows: its reason, the code programs act on, and what a person is told in English (other
 * languages are in the message catalogue under `errors`, by reason).
 */
export const REASONS = {
  bad_input: ['invalid', 'Something in the request has the wrong form.'],
  bad_cursor: ['invalid', 'This page marker is not one of ours. Start again from the first page.'],
  empty_message: ['invalid', 'Write something or attach a file first.'],
  time_is_past: ['invalid', 'Choose a time in the future.'],
  weak_password: ['invalid', 'Use at least 12 characters that are not easy to guess.'],
  file_too_large: ['invalid', 'This file is larger than the limit.'],
  file_unreachable: ['invalid', 'The file could not be fetched from there.'],
  file_gone: ['refused', 'A file of this message was deleted, so it cannot be sent.'],
  file_empty: ['invalid', 'This file is empty.'],
  not_found: ['missing', 'This is not here, or you may not see it.'],
  not_allowed: ['forbidden', 'You do not have permission to do this.'],
  not_signed_in: ['forbidden', 'Sign in first.'],
  session_over: ['forbidden', 'This chat session has ended. Write again to begin a new one.'],
  wrong_identity: ['forbidden', 'The site’s signature for this person is wrong or too old.'],
  wrong_origin: ['forbidden', 'This request came from another site.'],
  wrong_password: ['refused', 'Email or password is wrong.'],
  account_disabled: ['refused', 'This account is deactivated. Ask an admin.'],
  invitation_over: ['refused', 'This invitation was used, revoked or has expired. Ask for a new one.'],
  invitation_for_another: ['refused', 'This invitation was made for another email. Use that one, or ask for a new invitation.'],
  reset_over: ['refused', 'This link was used or has expired. Ask for a new one.'],
  choose_workspace: ['refused', 'You sign in to several workspaces with this email. Choose one, and enter your password again.'],
  last_admin: ['refused', 'The workspace needs at least one admin.'],
  own_account: ['refused', 'You cannot do this to your own account.'],
  email_taken: ['conflict', 'Somebody already signs in with this email.'],
  name_taken: ['conflict', 'This name is already used.'],
  contact_changed: ['conflict', 'Somebody else changed this while you were writing.'],
  address_taken: ['conflict', 'This address already belongs to another contact.'],
  same_contact: ['refused', 'These are already one contact.'],
  contact_too_large: ['refused', 'There is too much here to change at once.'],
  merge_covered: ['refused', 'This contact was merged into another since. Undo that first.'],
  merge_final: ['refused', 'The provider says that these are one person, so this cannot be undone.'],
  bad_phone: ['invalid', 'Write the whole number with + and the country’s code, such as +34 600 000 000.'],
  bad_address: ['invalid', 'This is not an address of this kind.'],
  address_kept: ['refused', 'This customer asked for no more messages there. The address stays so that this is remembered.'],
  moved_on: ['conflict', 'The conversation changed while you were writing.'],
  draft_sent: ['conflict', 'You already sent this draft.'],
  key_reused: ['conflict', 'This key was already used for something else.'],
  request_running: ['conflict', 'The first request with this key is still running. Ask again shortly.'],
  wrong_kind: ['refused', 'This does not apply to this kind of conversation.'],
  too_few_people: ['refused', 'A conversation needs at least two people.'],
  not_yours: ['refused', 'You can change only what you wrote.'],
  token_ended: ['refused', 'The token that made this endpoint has ended, or its owner is no longer an admin. Make the endpoint again with another token.'],
  webhook_silent: ['invalid', 'This address did not answer the test call as it must.'],
  too_late_to_change: ['refused', 'It is too late: this channel no longer changes or removes this message.'],
  edit_too_long: ['refused', 'The new text would need more messages than the first did. Write another message instead.'],
  cannot_react_here: ['refused', 'This channel shows no reactions from a business account.'],
  act_gave_up: ['refused', 'The channel could not be told after many attempts.'],
  not_retryable: ['refused', 'Only a message that failed can be sent again.'],
  channel_deleted: ['refused', 'This channel was deleted: its conversations can be read, not answered.'],
  secrets_again: ['refused', 'Secrets would be sent to another address than before: enter them again.'],
  name_differs: ['refused', 'The name is not the same. Type it exactly as it stands.'],
  channel_off: ['refused', 'This channel is paused. An admin can resume it.'],
  no_recipient: ['refused', 'There is nobody to send this to. Add an address first.'],
  channel_not_connected: ['refused', 'Nothing connects us to this channel yet, so the message could not leave.'],
  delivery_failed: ['refused', 'The provider could not deliver this message.'],
  sender_is_a_name: ['refused', 'This sender has a name instead of a number: nothing can be sent there.'],
  customer_opted_out: ['refused', 'The customer asked for no more messages here. Wait until they write START.'],
  customer_blocked: ['refused', 'The customer blocked us here.'],
  window_closed: ['refused', 'Too much time has passed since the customer last wrote. They must write first.'],
  template_needed: ['refused', 'Too much time has passed since the customer last wrote: only an approved template may be sent now, until they write again.'],
  people_only: ['refused', 'Too much time has passed since the customer last wrote: only a person may still answer here.'],
  template_unknown: ['refused', 'This template is not there, or not approved any more. Choose another one.'],
  template_values: ['invalid', 'Something in this template is not filled in yet.'],
  account_broken: ['refused', 'The channel’s account does not work right now. Ask an admin to look at it.'],
  delivery_unclear: ['refused', 'We could not tell whether this message arrived. Check before sending it again.'],
  delivery_gave_up: ['refused', 'This message could not be sent after many attempts.'],
  user_disabled: ['refused', 'This person’s account is deactivated.'],
  too_many: ['limited', 'Too many attempts. Wait a little and try again.'],
  too_large: ['limited', 'This request is too large.'],
  proxy_limit: ['limited', 'The server in front of this one lets nothing this large through. Ask an admin to raise its limit.'],
  busy: ['failed', 'Too much comes at once. Nothing was kept; send it again.'],
  database_busy: ['failed', 'The database is busy. Nothing was changed; try again.'],
  database_full: ['failed', 'The disk is full. Nothing was changed; tell an admin.'],
  unexpected: ['failed', 'Something went wrong on our side. Nothing was changed; try again.'],
} as const satisfies Record<string, readonly [Code, string]>

/** The small set that every dialect maps to its own status and body. */
export type Code = 'invalid' | 'missing' | 'forbidden' | 'conflict' | 'limited' | 'refused' | 'failed'
export type Reason = keyof typeof REASONS

/** The only error the domain throws on purpose. `data` is for the caller to show or act on. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: Code
  constructor(
    readonly reason: Reason,
    readonly data: Record<string, unknown> = {},
  ) {
    super(REASONS[reason][1])
    this.code = REASONS[reason][0]
  }
}

/** Throws the refusal. A function so that verbs read as sentences. */
export function refuse(reason: Reason, data?: Record<string, unknown>): never {
  throw new DomainError(reason, data)
}

/** Any thrown thing as a DomainError: the database's own troubles become sentences, the rest is `unexpected`. */
export function asDomainError(e: unknown): DomainError {
  if (e instanceof DomainError) return e
  // Another bundle of this process has its own copy of the class.
  if (e instanceof Error && e.name === 'DomainError' && 'reason' in e && typeof e.reason === 'string' && e.reason in REASONS)
    return new DomainError(e.reason as Reason, 'data' in e ? (e.data as Record<string, unknown>) : {})
  switch (troubleOf(e)) {
    case 'full':
      return new DomainError('database_full')
    case 'busy':
    case 'away':
      return new DomainError('database_busy')
    // Whoever sent it is told, not logged.
    case 'value':
      return new DomainError('bad_input')
    case null:
      return new DomainError('unexpected')
  }
}

/** What a question answers, or null when it is not there (`not_found`). Every other failure goes on: it decided nothing. */
export async function ifThere<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (e) {
    if (asDomainError(e).reason === 'not_found') return null
    throw e
  }
}
