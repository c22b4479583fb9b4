/** Who a mail is from and what about, by its first headers alone: for one that cannot be read as a whole. */
import { parseMail } from './parse'

/** So much of a mail is looked at. */
export const HEAD_BYTES = 64 * 1024

/** Never throws; '' for what cannot be told. */
export async function mailHead(raw: Uint8Array): Promise<{ who: string; subject: string }> {
  const bytes = Buffer.from(raw.subarray(0, HEAD_BYTES))
  const end = /\r?\n\r?\n/.exec(bytes.toString('latin1'))
  const head = end ? bytes.subarray(0, end.index + end[0].length) : bytes
  try {
    const { from, subject } = await parseMail(head)
    return { who: from.name && from.name !== from.address ? `${from.name} <${from.address}>` : from.address, subject }
  } catch {
    return { who: '', subject: '' }
  }
}
