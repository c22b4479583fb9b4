/** Whether programs may be called on private addresses: only when the host's admin says so (WEBHOOKS_ALLOW_PRIVATE=1). */
export const allowInside = (): boolean => process.env.WEBHOOKS_ALLOW_PRIVATE === '1'

/** Whether channels may reach private addresses: a mail server of one's own, a gateway, a stand-in (CHANNELS_ALLOW_PRIVATE=1). */
export const areChannelsAllowedInside = (): boolean => process.env.CHANNELS_ALLOW_PRIVATE === '1'
