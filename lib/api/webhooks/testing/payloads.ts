/** Webhook payloads found in a folder of somebody's: JSON files and JSON blocks of Markdown, known by their shape. For tests. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FAMILIES = { whatsapp_business_account: 'whatsapp', page: 'messenger', instagram: 'instagram' } as const
export type Family = 'whatsapp' | 'messenger' | 'instagram' | 'telegram'

/** Every payload below `folder`, by provider, in the order of the files. A file that is no JSON is passed over. */
export function payloadsIn(folder: string): Record<Family, unknown[]> {
  const out: Record<Family, unknown[]> = { whatsapp: [], messenger: [], instagram: [], telegram: [] }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) => pathOf(a).localeCompare(pathOf(b)))) {
    if (!entry.isFile() || !/\.(json|md)$/.test(entry.name)) continue
    const text = readFileSync(pathOf(entry), 'utf8')
    const blocks = entry.name.endsWith('.md') ? [...text.matchAll(/```json\n([\s\S]*?)```/g)].map((m) => m[1] ?? '') : [text]
    for (const block of blocks) collect(parsed(block), out)
  }
  return out
}

const pathOf = (e: { parentPath: string; name: string }) => join(e.parentPath, e.name)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Fixtures hold payloads under names of their own, at any depth. */
function collect(v: unknown, out: Record<Family, unknown[]>): void {
  if (typeof v !== 'object' || v === null) return
  const { object, entry, update_id: update } = v as Record<string, unknown>
  if (Array.isArray(entry) && typeof object === 'string' && object in FAMILIES) out[FAMILIES[object as keyof typeof FAMILIES]].push(v)
  else if (Number.isInteger(update)) out.telegram.push(v)
  else for (const inner of Object.values(v)) collect(inner, out)
}
