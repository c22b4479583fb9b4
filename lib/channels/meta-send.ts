/** Sending on Messenger and Instagram: one text or one file a call, and who may write after a day. */
import type { Act, Fault, Outgoing, Party, Profile, Sent } from './channel'
import { blobOf, isFault } from './http'
import { str } from './loose'
import { graph } from './meta'
import { standing, windowOf } from './window'

type Account = { baseUrl: string; apiVersion: string; accessToken: string; humanAgent: boolean }

/** `upload`: the file goes along with the call; otherwise the provider fetches it from us. */
export async function sendMessaging(
  part: Outgoing,
  s: Account,
  id: string,
  { type, upload, metadata }: { type: 'messenger' | 'instagram'; upload: boolean; metadata: boolean },
  stop: AbortSignal,
): Promise<Sent | Fault> {
  const kind = part.file ? kindOf(part.file.type) : null
  const about = { ...(metadata ? { metadata: part.clientRef } : {}), ...(part.replyTo ? { reply_to: { mid: part.replyTo } } : {}) }
  const head = { recipient: { id: part.to.address }, ...tagOf(part, type, s.humanAgent) }
  const answer =
    part.file && kind && upload
      ? await graph(
          s,
          `${id}/messages`,
          { form: await formOf(part.file, { ...head, message: { attachment: { type: kind, payload: { is_reusable: false } }, ...about } }) },
          stop,
        )
      : await graph(
          s,
          `${id}/messages`,
          {
            json: {
              ...head,
              message: kind ? { attachment: { type: kind, payload: { url: part.fileUrl } }, ...about } : { text: part.text, ...about },
            },
          },
          stop,
        )
  if (isFault(answer)) return answer
  const externalId = str(answer.json.message_id)
  return externalId ? { externalId } : { class: 'ambiguous', code: 'no_id', message: 'delivery_unclear' }
}

/** Only outside the day, only for what a person wrote, and only where Meta allowed it. */
function tagOf(part: Outgoing, type: 'messenger' | 'instagram', allowed: boolean): Record<string, string> {
  const isLate = part.lastCustomerAt != null && standing(windowOf(type, { humanAgent: allowed }, part.lastCustomerAt), Date.now()) !== 'free'
  return isLate && allowed && part.isHuman ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : { messaging_type: 'RESPONSE' }
}

const kindOf = (type: string) =>
  /^image\/(jpeg|png|gif|webp)$/.test(type) ? 'image' : type.startsWith('video/') ? 'video' : type.startsWith('audio/') ? 'audio' : 'file'

async function formOf(file: NonNullable<Outgoing['file']>, fields: Record<string, unknown>): Promise<FormData> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  form.set('filedata', await blobOf(file), file.name)
  return form
}

/** Actions stand alone in a call: nothing else may be said in it. */
export async function actMessaging(a: Act, to: Party, s: Account, id: string, reactionOf: (emoji: string) => string, stop: AbortSignal): Promise<Fault | null> {
  const action = actionOf(a, reactionOf)
  if ('class' in action) return action
  const answer = await graph(s, `${id}/messages`, { json: { recipient: { id: to.address }, ...action } }, stop)
  return isFault(answer) ? answer : null
}

function actionOf(a: Act, reactionOf: (emoji: string) => string): { sender_action: string; payload?: Record<string, string> } | Fault {
  if (a.type === 'read') return { sender_action: 'mark_seen' }
  if (a.type === 'typing') return { sender_action: a.on ? 'typing_on' : 'typing_off' }
  if (a.type !== 'react') return { class: 'permanent', code: 'none', message: 'wrong_kind' }
  return a.emoji
    ? { sender_action: 'react', payload: { message_id: a.externalId, reaction: reactionOf(a.emoji) } }
    : { sender_action: 'unreact', payload: { message_id: a.externalId } }
}

/** Their name and picture, which no message carries. `fields`: what the account is asked for. */
export async function profileOf(address: string, s: Account, fields: string, stop: AbortSignal): Promise<Profile | Fault> {
  const answer = await graph(s, `${encodeURIComponent(address)}?fields=${fields}`, {}, stop)
  if (isFault(answer)) return answer
  const { name, first_name, last_name, username, profile_pic } = answer.json
  const whole = str(name) || [str(first_name), str(last_name)].filter(Boolean).join(' ') || (str(username) ? `@${str(username)}` : '')
  return { name: whole || null, picture: str(profile_pic) || null }
}
