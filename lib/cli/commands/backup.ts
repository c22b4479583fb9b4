import { resolve } from 'node:path'
import { BackupError, backupSqlite } from '@/db/backup'
import { embeddedFile } from '@/db/client'
import { type Command, Failure, needed } from '../command'

export const backup: Command = {
  usage: 'backup --to FILE',
  about: 'Copies the embedded database into one new file and verifies it; the server may run meanwhile.',
  options: { to: { type: 'string' } },
  migrates: false,
  run: async (values) => {
    const to = resolve(needed(values, 'to'))
    const file = embeddedFile()
    if (file === null) throw new Failure('DATABASE_URL names a database server, which has its own means: pg_dump --format=custom --file=FILE "$DATABASE_URL".')
    try {
      const bytes = backupSqlite(file, to)
      return {
        json: { file: to, bytes, verified: true },
        text: `Backed up to ${to} (${bytes} bytes, verified). Uploads and keys are not in it: copy blobs, auth-secret and channel-secrets-key from DATA_DIR as well.`,
      }
    } catch (e) {
      if (e instanceof BackupError) throw new Failure(e.message)
      throw e
    }
  },
}
