/** The folder of the project. Whoever starts us makes it the working directory, so relative settings mean the same everywhere. */
export const root = process.env.PARLEY_ROOT || process.cwd()
