/** Whether programs may be called on private addresses: only when the host's admin says so (WEBHOOKS_ALLOW_PRIVATE=1). */
export const allowInside = (): boolean => process.env.WEBHOOKS_ALLOW_PRIVATE === '1'
