import { asc, gt } from 'drizzle-orm'
import { reader } from '@/db/client'
import { attachments } from '@/db/schema/messages'
import type { Finding } from '@/lib/domain/health/examine'
import { blobs } from '@/lib/blobs'

const PAGE = 500

/** Is the file of every attachment where it should be? After a restore of the database alone it is not. */
export async function blobsFinding(): Promise<Finding> {
  const missing: number[] = []
  let total = 0
  try {
    for (let after = 0; ;) {
      const rows = await (
        await reader()
      )
        .select({ id: attachments.id, key: attachments.blobKey })
        .from(attachments)
        .where(gt(attachments.id, after))
        .orderBy(asc(attachments.id))
        .limit(PAGE)
      for (const row of rows) if (!(await blobs.has(row.key))) missing.push(row.id)
      total += rows.length
      const last = rows.at(-1)
      if (!last || rows.length < PAGE) break
      after = last.id
    }
  } catch (e) {
    return { name: 'files', ok: false, detail: `could not be looked at: ${e instanceof Error ? e.message.split('\n', 1)[0] : String(e)}` }
  }
  return {
    name: 'files',
    ok: missing.length === 0,
    detail:
      missing.length === 0
        ? `all ${total} attachments have their file`
        : `${missing.length} of ${total} attachments have no file in DATA_DIR/blobs (attachment ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? '…' : ''}): copy that folder from where it was`,
  }
}
