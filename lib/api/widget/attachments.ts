/** A visitor's files: kept and given out like the team's, with the visitor's eyes. */
import { addressOf } from '@/lib/auth/address'
import { takeFile } from '@/lib/domain/visitors/limits'
import { json } from '../answer'
import { download } from '../attachments/download'
import { uploadRaw } from '../attachments/upload'
import { pathId } from '../input'
import { asVisitor } from './door'

/** POST /attachments: the bytes, with `x-file-name` (URI-encoded). An AttachmentView, theirs alone until a message carries it. */
export const postFile = asVisitor(async (c, visitor) => {
  await takeFile(visitor, addressOf(c.req.raw.headers))
  return json(await uploadRaw(visitor, c.req.raw), 201)
})

/** GET /attachments/:id and /:id/thumb: with the token in the header, so the chat fetches pictures and shows the bytes. */
export const getFile = asVisitor<string>((c, visitor) => download(visitor, c.req.raw, pathId(c)))
export const getThumb = asVisitor<string>((c, visitor) => download(visitor, c.req.raw, pathId(c), 'thumb'))
