// Words on screen come from the catalogue. The linter sees literals between tags; this sees those in attributes that are read out or shown.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.mjs'

const SPOKEN = /\b(aria-label|aria-description|aria-roledescription|aria-valuetext|title|placeholder|alt|label)=(?:"([^"]*\p{L}{2}[^"]*)"|\{'([^']*\p{L}{2}[^']*)'\})/gu
/** The product's own name is the same in every language. */
const NAME = 'Parley'

/** A sentence per literal. */
export function wordProblems() {
  return ['app', 'components']
    .flatMap(filesIn)
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(SPOKEN)]
        .filter(([, , a, b]) => (a ?? b) !== NAME)
        .map(([said]) => `${file} says ${said}: take it from lib/i18n`),
    )
}

function filesIn(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  return statSync(full).isFile() ? [path].filter((f) => f.endsWith('.tsx')) : readdirSync(full).flatMap((name) => filesIn(`${path}/${name}`))
}
