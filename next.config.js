/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ['drizzle-orm', 'better-sqlite3', 'libsql', '@libsql/client', 'pg', 'sharp', 'esbuild'],
  experimental: { serverActions: { bodySizeLimit: '1mb' } },
}
