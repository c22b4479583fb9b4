/** The same application for hosts where server.ts does not run. There `/api` is Next's to route, and this its only line. */
import { app } from '@/lib/api/app'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

const handle = (request: Request) => app.fetch(request)
export { handle as DELETE, handle as GET, handle as HEAD, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT }
