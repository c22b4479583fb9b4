// Who may know whom: the rules of docs/architecture ("Direction"), and no circles. Reads the imports themselves.
// (dependency-cruiser reads TypeScript only through TypeScript's own API, which version 7 no longer has.)
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { root } from './place.mjs'

const WEB = /^(next|react|react-dom|hono|@hono\/.*|@tanstack\/.*|next-auth)(\/|$)/
/** What the browser may take from the domain as values: facts and pure functions, no verbs. */
const PURE =
  /^lib\/domain\/(errors|text|events|cursor|policy|actor)\.ts$|^lib\/domain\/(attachments\/(limit|name)|inbound\/event|conversations\/(row|filter|buckets|details)|tokens\/scopes|templates\/fill|messages\/outward|contacts\/facts|mail\/address)\.ts$|^db\/schema\/(channels|conversations|messages|users)\.ts$/

/** What a kind of channel is, without its code: everybody may know it, and it knows nobody. */
const KINDS = /^lib\/channels\/((kinds?|limits|window|form|steps|meta-settings)\.ts|[\w-]+\/(settings|limits|steps|guess)\.ts)$/

/** `from` may import only what `may` allows; `types`: type-only imports are free. Tests and test helpers may import anything. */
const RULES = [
  { name: 'db knows nobody above it', from: /^db\//, may: (to) => to.startsWith('db/') },
  {
    name: 'the domain knows db, itself and what kinds of channel there are, and no web',
    from: /^lib\/domain\//,
    may: (to) => /^(db|lib\/domain)\//.test(to) || KINDS.test(to),
    packages: (p) => !WEB.test(p),
  },
  { name: 'what a kind of channel is knows no code', from: KINDS, may: (to) => KINDS.test(to) || PURE.test(to), packages: (p) => p === 'zod' },
  {
    name: 'a channel knows domain types and the catalogue, never db or a sibling',
    from: /^lib\/channels\/([\w-]+)\//,
    types: true,
    may: (to, [, own]) => to.startsWith(`lib/channels/${own}/`) || /^lib\/channels\/[\w-]+\.ts$/.test(to) || PURE.test(to),
  },
  {
    name: 'the API knows domain, channels, auth and the realtime hub',
    from: /^lib\/api\//,
    types: true,
    may: (to) => !/^(lib\/(actions|jobs|queries|cli|host)|components|app)\//.test(to),
  },
  {
    name: 'actions know domain, channels and auth',
    from: /^lib\/actions\//,
    types: true,
    may: (to) => !/^(lib\/(api|jobs|realtime|queries|cli|host)|components|app)\//.test(to),
  },
  { name: 'jobs know domain and channels', from: /^lib\/jobs\//, types: true, may: (to) => !/^(lib\/(api|actions|realtime|queries|cli|host)|components|app)\//.test(to) },
  { name: 'realtime knows the domain', from: /^lib\/realtime\//, types: true, may: (to) => !/^(lib\/(api|actions|jobs|queries|cli|host)|components|app)\//.test(to) },
  {
    name: 'the browser knows actions, words and pure parts of the domain',
    from: /^(components|lib\/queries)\//,
    types: true,
    may: (to) => /^(components|lib\/(queries|actions|i18n))\//.test(to) || PURE.test(to) || KINDS.test(to) || to.endsWith('.css'),
  },
  { name: 'what reads or reaches the outside knows nobody', from: /^lib\/(parse|net)\//, may: (to) => /^lib\/(parse|net)\//.test(to), packages: (p) => !WEB.test(p) },
  { name: 'nobody knows app or the server', from: /^(?!app\/)/, may: (to) => !/^(app\/|server\.ts$)/.test(to) },
]

/** Sentences about every import that breaks a rule, and every circle. */
export function directionProblems() {
  const files = ['app', 'components', 'db', 'lib', 'server.ts', 'proxy.ts'].flatMap(filesIn).filter((f) => /\.(tsx?|mjs)$/.test(f))
  const graph = new Map(files.map((f) => [f, importsOf(f)]))
  const problems = []
  for (const [from, imports] of graph) {
    if (/\.test\.tsx?$|\/testing\/|^db\/factories\//.test(from)) continue
    for (const rule of RULES) {
      const match = rule.from.exec(from)
      if (!match) continue
      for (const i of imports) {
        if (rule.types && i.isType) continue
        if (i.file === null ? rule.packages && !rule.packages(i.said) : !rule.may(i.file, match)) problems.push(`${from} imports ${i.said}: ${rule.name}`)
      }
    }
  }
  return [...problems, ...circles(graph)]
}

function filesIn(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  return statSync(full).isFile() ? [path] : readdirSync(full).flatMap((name) => filesIn(`${path}/${name}`))
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?([^'"`;]*?\s+from\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm

function importsOf(file) {
  const text = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return [...text.matchAll(IMPORT)].map(([, type, names, from, lazy]) => {
    const said = from ?? lazy
    // `import { type A, type B }` disappears as a whole too.
    const isType = Boolean(type) || (names !== undefined && /^\{\s*(type\s+\w+(\s+as\s+\w+)?\s*,?\s*)+\}\s+from/.test(names))
    return { said, isType, isLazy: lazy !== undefined, file: resolveImport(file, said) }
  })
}

function resolveImport(from, said) {
  const base = said.startsWith('@/') ? said.slice(2) : said.startsWith('.') ? relative(root, resolve(root, dirname(from), said)) : null
  if (base === null) return null
  return [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`, `${base}/index.tsx`].find((f) => existsSync(join(root, f)) && statSync(join(root, f)).isFile()) ?? base
}

/** Circles of imports that are there at run time; an import() breaks one. */
function circles(graph) {
  const [done, path, found] = [new Set(), [], []]
  const visit = (file) => {
    if (path.includes(file)) return void found.push(`a circle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`)
    if (done.has(file)) return
    path.push(file)
    for (const i of graph.get(file) ?? []) if (i.file && !i.isType && !i.isLazy) visit(i.file)
    path.pop()
    done.add(file)
  }
  for (const file of graph.keys()) visit(file)
  return found
}
