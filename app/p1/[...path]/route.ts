/** Pact's paths for hosts where server.ts does not run; the same application as under /api. */
export { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from '@/app/api/[...path]/route'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
