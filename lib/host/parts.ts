/** Stand-ins until the parts themselves are there. */
import { Hono } from 'hono'

export const app = new Hono().get('/api/health', (c) => c.json({ status: 'ok' }))
export const startWorker = async (): Promise<{ stop(): Promise<void> }> => ({ stop: async () => {} })
export const startRealtime = async () => {}
export const closeStreams = () => {}
