import { dirname, resolve } from 'node:path'
import { BackupError, restoreSqlite } from '@/db/backup'
import { embeddedFile } from '@/db/client'
import { lockDataDir } from '@/lib/host/lock'
import { type Command, Failure, needed } from '../command'

export const restore: Command = {
  usage: 'restore --from FILE',
  about: 'Puts a backup in the place of the embedded database, which stays beside it under another name. The server must be stopped.',
  options: { from: { type: 'string' } },
  migrates: false,
  run: async (values) => {
    const from = resolve(needed(values, 'from'))
    const file = embeddedFile()
    if (file === null) throw new Failure('DATABASE_URL names a database server, which has its own means: pg_restore --clean --dbname="$DATABASE_URL" FILE.')
    const lock = lockDataDir(dirname(file))
    try {
      const former = restoreSqlite(from, file)
      return { json: { file, former }, text: `Restored ${file} from ${from}.${former ? ` What was there before is now ${former}.` : ''}` }
    } catch (e) {
      if (e instanceof BackupError) throw new Failure(e.message)
      throw e
    } finally {
      lock.release()
    }
  },
}
