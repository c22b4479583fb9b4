/** Where this API stands, as its caller sees it: APP_URL when set, else the address the request came to. */
export const baseOf = (request: Request): string => `${(process.env.APP_URL || new URL(request.url).origin).replace(/\/$/, '')}/api/v1`

/** The same where no request tells: APP_URL, or this machine. */
export const publicBase = (): string => `${(process.env.APP_URL || `http://localhost:${process.env.PORT || 3000}`).replace(/\/$/, '')}/api/v1`
