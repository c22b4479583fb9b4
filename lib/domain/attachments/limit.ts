/** Largest file that somebody uploads, bytes. */
export const FILE_MAX = 25 * 1024 * 1024
/** Largest file that is fetched from a provider, bytes: as much as any of them takes from a customer. */
export const FETCHED_MAX = 100 * 1024 * 1024
