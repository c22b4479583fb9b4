import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '@/db/folder'
import type { Finding } from '@/lib/domain/health/examine'

/** Uploads, secrets and (embedded) the database need a few hundred megabytes of air. */
const LOW = 200 * 1024 * 1024

/** Can DATA_DIR be written, and is there room? */
export function diskFinding(dataDir: string): Finding {
  try {
    makeFolder(dataDir)
    const probe = join(dataDir, `.probe-${process.pid}`)
    writeFileSync(probe, 'x')
    rmSync(probe)
    const { bavail, bsize } = statfsSync(dataDir)
    const free = bavail * bsize
    return { name: 'disk', ok: free > LOW, detail: `${dataDir} is writable, ${(free / 1024 ** 3).toFixed(1)} GB free` }
  } catch (e) {
    return { name: 'disk', ok: false, detail: `${dataDir} cannot be written: ${e instanceof Error ? e.message : String(e)}` }
  }
}
