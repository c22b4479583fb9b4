/** The address people reach us by, for links that leave the app. */
import { headers } from 'next/headers'
import { appOrigin } from './settings'

/** APP_URL, else the address that this request asked for; without a trailing slash. */
export async function ownAddress(): Promise<string> {
  const said = await headers()
  const host = said.get('x-forwarded-host') ?? said.get('host') ?? 'localhost'
  const scheme = said.get('x-forwarded-proto') === 'https' ? 'https' : 'http'
  return appOrigin() ?? `${scheme}://${host}`
}
