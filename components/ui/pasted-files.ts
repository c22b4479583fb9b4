/** The files of a paste. None where words are meant: office programs and spreadsheets put a picture of their words beside them. */
export function pastedFiles(data: Pick<DataTransfer, 'files' | 'getData'>): File[] {
  const files = [...data.files]
  const text = data.getData('text/plain').trim()
  if (files.length === 0 || text === '') return files
  // A file manager says the names, or the addresses, of the files it copies.
  const isNames = text.split(/\r?\n/).every((line) => files.some((f) => line === f.name || decoded(line).endsWith(`/${f.name}`)))
  return isNames ? files : []
}

function decoded(line: string): string {
  try {
    return decodeURIComponent(line)
  } catch {
    return line
  }
}
