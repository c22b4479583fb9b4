/** Where channels may connect: their addresses are typed by a workspace's admin, and the operator's own network is not the admin's. */
import { connect, type LookupFunction, type Socket } from 'node:net'
import { areChannelsAllowedInside } from '@/lib/net/allow-inside'
import { fetchOutside } from '@/lib/net/fetch-outside'
import { guarded, NotAllowed, refuseInside } from '@/lib/net/outside'
import type { Fault } from './channel'

/** As `fetch`, without redirects. Throws NotAllowed. */
export const fetchProvider = (url: string | URL, init: RequestInit = {}): Promise<Response> => fetchOutside(url, init, areChannelsAllowedInside())

/** What a connection by name needs so that it leads outside only; throws NotAllowed for a host that is an inside address. */
export function lookupOutside(host: string): { lookup?: LookupFunction } {
  if (areChannelsAllowedInside()) return {}
  refuseInside(host)
  return { lookup: guarded }
}

/** A connection to a mail server. Throws NotAllowed, or the connection's error. `timeoutMs`: for the connection alone. */
export function connectOutside(host: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((done, failed) => {
    const socket = connect({ host, port, ...lookupOutside(host) })
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })), timeoutMs)
    socket.once('error', failed)
    socket.once('close', () => clearTimeout(timer))
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', failed)
      done(socket)
    })
  })
}

const PRIVATE: Fault = {
  class: 'account',
  code: 'private_address',
  message: 'This address is in a private network. Whoever runs this server can allow it with the setting CHANNELS_ALLOW_PRIVATE=1.',
}

/** The fault of an address that was refused; null for any other error. */
export function privateFault(e: unknown): Fault | null {
  for (let at = e, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) if (at instanceof NotAllowed) return PRIVATE
  return null
}
