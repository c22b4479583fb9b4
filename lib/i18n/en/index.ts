import { common } from './common'
import { auth } from './auth'
import { settings } from './settings'
import { inbox } from './inbox'
import { contact } from './contact'
import { conversation } from './conversation'
import { widget } from './widget'
import { demo } from './demo'
import { errors } from './errors'

export const en = { common, auth, settings, inbox, contact, conversation, widget, demo, errors }
