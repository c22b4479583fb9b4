// The published types know only Express's requests.
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http'
  import type { BrotliOptions } from 'node:zlib'
  export default function compression(options: { brotli?: BrotliOptions }): (req: IncomingMessage, res: ServerResponse, next: () => void) => void
}
