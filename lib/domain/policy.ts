/** Who may do what. Which rows are theirs to do it to is settled where rows are loaded (conversations/load.ts). */
import type { Actor } from './actor'

const onTheTeam = (a: Actor) => a.kind === 'user' || a.kind === 'token'
const anAdmin = (a: Actor) => onTheTeam(a) && a.role === 'admin'
const aCustomer = (a: Actor) => a.kind === 'visitor'
const theHouse = (a: Actor) => a.kind === 'system' || a.kind === 'channel'

const policies = {
  /** Anyone on the team reads; a visitor reads their own. */
  'conversations:read': (a) => onTheTeam(a) || aCustomer(a) || theHouse(a),
  /** Anyone on the team works conversations: assigns, closes, snoozes, archives… */
  'conversations:update': (a) => onTheTeam(a) || theHouse(a),
  /** Conversations begin with the team or with what a channel brings. */
  'conversations:create': (a) => onTheTeam(a) || aCustomer(a) || theHouse(a),
  /** Anyone on the team reads what was said, notes too. A program needs the scope: conversations alone do not show it. */
  'messages:read': (a) => onTheTeam(a) || theHouse(a),
  /** Anyone on the team writes. */
  'messages:create': (a) => onTheTeam(a) || theHouse(a),
  /** Customers' messages come from the customer or through the channel, never from the team. */
  'messages:receive': (a) => aCustomer(a) || theHouse(a),
  /** A visitor comes through a channel, and says who they are themselves. */
  'visitors:bring': theHouse,
  'visitors:self': aCustomer,
  /** Whoever writes may attach. */
  'attachments:create': (a) => onTheTeam(a) || aCustomer(a) || theHouse(a),
  /** Only the channel itself and our own jobs know what became of a message on its way. */
  'messages:deliver': (a) => theHouse(a),
  'contacts:read': (a) => onTheTeam(a) || theHouse(a),
  /** Whoever a channel brings, or a colleague writes to first, becomes a contact. */
  'contacts:create': (a) => onTheTeam(a) || theHouse(a),
  /** A customer's own name and address come with what they write. */
  'contacts:update': (a) => onTheTeam(a) || aCustomer(a) || theHouse(a),
  /** What is forgotten is gone for everybody, so that is an admin's. */
  'contacts:delete': (a) => anAdmin(a) || a.kind === 'system',
  /** Who is one person and who is two is the team's to say. */
  'contacts:merge': (a) => onTheTeam(a) || a.kind === 'system',
  /** The team knows each other's names. */
  'users:read': (a) => onTheTeam(a) || theHouse(a),
  /** Everybody changes their own profile and password; the command line sets a forgotten one. */
  'users:self': (a) => a.kind === 'user' || a.kind === 'system',
  'users:manage': (a) => anAdmin(a) || a.kind === 'system',
  'channels:read': (a) => onTheTeam(a) || theHouse(a),
  'channels:manage': (a) => anAdmin(a) || a.kind === 'system',
  /** Everybody makes and ends tokens that act as themselves; a token makes no tokens. */
  'tokens:self': (a) => a.kind === 'user' || a.kind === 'system',
  /** Where the workspace's events go is an admin's to say, by hand or by a program. */
  'webhooks:manage': (a) => anAdmin(a) || a.kind === 'system',
  /** Work that was given up is an admin's to look at. */
  'jobs:manage': (a) => anAdmin(a) || a.kind === 'system',
  'workspace:manage': (a) => anAdmin(a) || a.kind === 'system',
  'teams:manage': (a) => anAdmin(a) || a.kind === 'system',
} satisfies Record<string, (a: Actor) => boolean>

export type Permission = keyof typeof policies

/** Whether it is the person's role that is missing, and not a scope of the program's token. */
export const lacksRole = (actor: Actor, permission: Permission): boolean => actor.kind === 'token' && actor.scopes.includes(permission) && !policies[permission](actor)

/** May this actor do this at all? A token needs the scope of the same name besides. */
export const may = (actor: Actor, permission: Permission): boolean => policies[permission](actor) && (actor.kind !== 'token' || actor.scopes.includes(permission))
