import { type WebchatSettings, webchatSettings } from './settings'
import type { Channel } from '../channel'

/** The chat on a web page. The visitor's browser fetches from us (lib/api/widget), so nothing is ever sent. */
export const webchat: Channel<WebchatSettings> = { type: 'webchat', settings: webchatSettings }
