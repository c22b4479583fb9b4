/** The loader that sites embed, minified while the pages are built; afterwards it is a file like any other. */
import { join } from 'node:path'
import { build } from 'esbuild'
import { LOCALES, messagesOf } from '@/lib/i18n'

export const dynamic = 'force-static'

export async function GET(): Promise<Response> {
  const words = Object.fromEntries(LOCALES.map((l) => [l, messagesOf(l, ['widget']).widget] as const).map(([l, w]) => [l, [w.openChat, w.closeChat]]))
  const { outputFiles } = await build({
    entryPoints: [join(process.cwd(), 'components/widget/loader.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    target: 'es2020',
    charset: 'utf8',
    define: { LOADER_WORDS: JSON.stringify(words) },
  })
  // Sites that isolate themselves from other origins may still load it.
  return new Response(outputFiles[0]?.text, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600', 'cross-origin-resource-policy': 'cross-origin' },
  })
}
