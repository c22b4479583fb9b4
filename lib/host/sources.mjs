// One fingerprint of everything the build reads, by content: a checkout that touches files rebuilds nothing.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.mjs'

const PARTS = [
  'app',
  'components',
  'lib',
  'db',
  'public',
  'server.ts',
  'proxy.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
const NO_PART = /\.test\.tsx?$|^db\/(migrations|testing)\//

/** Hex; the same for the same sources, the same Node and the same machine: a build reads native packages and what Node can require. */
export function sourcesHash() {
  const hash = createHash('sha256').update(`node ${process.version} ${process.versions.modules} ${process.platform} ${process.arch}\n`)
  for (const file of PARTS.flatMap(filesIn)) {
    if (NO_PART.test(file)) continue
    const bytes = readFileSync(join(root, file))
    hash.update(`${file} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

function filesIn(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (statSync(full).isFile()) return [path]
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`))
}
