/** Every table, for migrations and for whoever needs more than one. */
export * from './workspaces'
export * from './users'
export * from './channels'
export * from './contacts'
export * from './conversations'
export * from './messages'
export * from './events'
