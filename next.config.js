/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  // Our own server compresses better (lib/host/compress.ts); where Next stands alone it does so itself.
  compress: !process.env.PARLEY_COMPRESSES_PAGES,
  // No picture goes through Next: its optimizer would fetch and decode whatever address of ours a stranger names.
  images: { unoptimized: true },
  serverExternalPackages: ['drizzle-orm', 'better-sqlite3', 'libsql', '@libsql/client', 'pg', 'sharp', 'esbuild', 'imapflow', 'nodemailer', 'tsx'],
  // `npm run check` looks at the types; a start on somebody's machine need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // Where Next stands alone, without our own server before it.
  headers: async () => [{ source: '/:path*', headers: [{ key: 'x-content-type-options', value: 'nosniff' }] }],
  // authInterrupts: `forbidden()` answers 403 with forbidden.tsx.
  experimental: { serverActions: { bodySizeLimit: '32kb' }, authInterrupts: true },
}
