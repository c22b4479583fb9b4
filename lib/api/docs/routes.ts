/** `/api/openapi.json`, `/api/openapi/{dialect}.json`, and `/api/docs`: the reference page, all of it from this server. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Hono } from 'hono'
import { DomainError } from '@/lib/domain/errors'
import { problem } from '../answer'
import { documentOf } from './documents'

const NOSNIFF = { 'x-content-type-options': 'nosniff' }
const missing = () => problem(new DomainError('not_found'))
const json = (name: string) => {
  const text = documentOf(name)
  return text === null ? missing() : new Response(text, { headers: { ...NOSNIFF, 'content-type': 'application/json', 'access-control-allow-origin': '*' } })
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Parley API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="reference"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/swagger-ui-standalone-preset.js"></script><script src="/api/docs/start.js"></script></body></html>`

const START = `SwaggerUIBundle({ dom_id: '#reference', deepLinking: true, layout: 'StandaloneLayout', presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], validatorUrl: null,
  urls: [['SendSeven', 'sendseven'], ['Twist', 'twist'], ['Twist v1', 'twist-v1'], ['Pact', 'pact'], ['Pact v2', 'pact-v2']].map(([name, file]) => ({ name, url: '/api/openapi/' + file + '.json' })) })`

const FILES: Record<string, string> = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript', 'swagger-ui-standalone-preset.js': 'text/javascript' }

async function asset(name: string): Promise<Response> {
  if (name === 'start.js') return new Response(START, { headers: { ...NOSNIFF, 'content-type': 'text/javascript' } })
  const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined
  if (!type) return missing()
  const folder = dirname(createRequire(join(process.env.PARLEY_ROOT || process.cwd(), 'package.json')).resolve('swagger-ui-dist/package.json'))
  return new Response(await readFile(join(folder, name)), { headers: { ...NOSNIFF, 'content-type': type, 'cache-control': 'public, max-age=86400' } })
}

export const docs = new Hono()
  .get('/openapi.json', () => json('all'))
  .get('/openapi/:file{[a-z0-9-]+\\.json}', (c) => json(c.req.param('file').replace(/\.json$/, '')))
  .get(
    '/docs',
    () => new Response(PAGE, { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' } }),
  )
  .get('/docs/:name', (c) => asset(c.req.param('name')))
