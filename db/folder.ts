import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder, and those above it, for its owner alone. Throws what the file system says.
 * Not mkdir's `recursive`: where nothing can be made (below /proc), Node goes round in it for ever.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return
  const above = dirname(path)
  if (above !== path) makeFolder(above)
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (e) {
    // Somebody else made it a moment ago.
    if (!(e instanceof Error && 'code' in e && e.code === 'EEXIST')) throw e
  }
}

/** Takes from everybody but the owner what they may do with a file or folder that an older version made for all. */
export function makePrivate(path: string, mode: 0o600 | 0o700): void {
  try {
    if (existsSync(path)) chmodSync(path, mode)
  } catch {
    // Somebody else's, or on a disk without modes: whoever runs the server set it up so.
  }
}
