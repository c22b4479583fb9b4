/** OpenAPI 3.1 from the routes that answer: the reference cannot say something else than the server does. */
import { z } from 'zod'
import type { Method, Route } from './route'

type Json = Record<string, unknown>

export type Documented = {
  title: string
  description: string
  /** Where the routes stand: `/api/v3`. One route may stand at several. */
  roots: readonly string[]
  routes: readonly Route[]
  security: Record<string, Json>
  /** The body of a refusal. */
  error: z.ZodType
  /** What a 409 of its writing calls can mean. */
  conflicts: string
  /** Body types besides JSON. */
  forms?: readonly string[]
  /** Query and body are one record: on GET its fields are parameters. */
  merged?: boolean
}

const schema = (s: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(s, { io, unrepresentable: 'any', target: 'draft-2020-12' })
  return rest
}

/** The whole document of one or several dialects. */
export function openApi(info: { title: string; version: string; description: string }, dialects: readonly Documented[]): Json {
  const paths: Record<string, Record<string, Json>> = {}
  const schemes: Record<string, Json> = {}
  for (const d of dialects) {
    Object.assign(schemes, d.security)
    for (const root of d.roots)
      for (const r of d.routes) {
        const at = (paths[root + r.path] ??= {})
        for (const method of r.methods) at[method.toLowerCase()] ??= operation(d, r, method, root)
      }
  }
  return { openapi: '3.1.0', info, paths, components: { securitySchemes: schemes } }
}

function operation(d: Documented, r: Route, method: Method, root: string): Json {
  const bodyless = method === 'GET' || (method === 'DELETE' && !r.body)
  const inQuery = [r.query, d.merged && bodyless ? r.body : undefined].flatMap((s) => (s ? parameters(s, 'query') : []))
  const body =
    r.body && !bodyless
      ? { requestBody: { content: Object.fromEntries(['application/json', ...(d.forms ?? [])].map((t) => [t, { schema: schema(r.body ?? z.object({}), 'input') }])) } }
      : {}
  const upload = r.raw
    ? {
        requestBody: {
          content: { 'multipart/form-data': { schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] } } },
        },
      }
    : {}
  return {
    operationId: `${method.toLowerCase()}${root}${r.path}`.replace(/[^\w-]+/g, '_').replace(/_$/, ''),
    tags: [d.title],
    summary: r.summary,
    security: Object.keys(d.security).map((name) => ({ [name]: r.scope ? [r.scope] : [] })),
    parameters: [...(r.params ? parameters(r.params, 'path') : []), ...inQuery],
    ...body,
    ...upload,
    responses: {
      [String(r.status ?? 200)]: { description: 'Done', content: { 'application/json': { schema: schema(r.output, 'output') } } },
      ...(method === 'GET' ? {} : { '409': { description: d.conflicts, content: { 'application/json': { schema: schema(d.error, 'output') } } } }),
      default: { description: 'Refused', content: { 'application/json': { schema: schema(d.error, 'output') } } },
    },
  }
}

function parameters(s: z.ZodType, where: 'path' | 'query'): Json[] {
  const { properties, required } = schema(s, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties ?? {}).map(([name, its]) => ({ name, in: where, required: where === 'path' || (required ?? []).includes(name), schema: its }))
}
