import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { problem } from '@/lib/api/answer'
import { authOptions } from '@/lib/auth/options'
import { DomainError } from '@/lib/domain/errors'

type Context = { params: Promise<{ nextauth: string[] }> }

/** Largest form of next-auth's, bytes: an address, a password and a token. */
const BODY_MAX = 16 * 1024

function handle(request: NextRequest, context: Context) {
  // next-auth reads the body before it asks who sends it, whatever its length.
  const length = request.headers.get('content-length')
  if (request.method === 'POST' && !(length !== null && Number(length) <= BODY_MAX)) return problem(new DomainError('too_large'))
  return NextAuth(request, context, authOptions())
}

export { handle as GET, handle as POST }
