/** Every dialect's way of telling an event, for the worker that sends them. */
import type { Formats } from '@/lib/domain/webhooks/plan'
import { pactFormat } from './pact/webhook'
import { sendsevenFormat } from './sendseven/webhook'
import { twistFormat } from './twist/webhook'

export const formats: Formats = { pact: pactFormat, sendseven: sendsevenFormat, twist: twistFormat }
