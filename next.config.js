/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  // No picture goes through Next: its optimizer would fetch and decode whatever address of ours a stranger names.
  images: { unoptimized: true },
  serverExternalPackages: ['drizzle-orm', 'better-sqlite3', 'libsql', '@libsql/client', 'pg', 'sharp', 'esbuild', 'imapflow', 'nodemailer', 'tsx'],
  // authInterrupts: `forbidden()` answers 403 with forbidden.tsx.
  experimental: { serverActions: { bodySizeLimit: '512kb' }, authInterrupts: true },
}
