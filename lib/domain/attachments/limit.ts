/** Largest file, bytes. */
export const FILE_MAX = 25 * 1024 * 1024
