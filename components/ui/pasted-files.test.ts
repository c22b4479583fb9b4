import { expect, it } from 'vitest'
import { pastedFiles } from './pasted-files'

const file = (name: string) => new File(['x'], name)
const data = (files: File[], text: string) => ({
  files: Object.assign(files, { item: (i: number) => files[i] ?? null }),
  getData: (type: string) => (type === 'text/plain' ? text : ''),
})

it.each([
  ['a picture from the clipboard', ['image.png'], '', 1],
  ['cells of a spreadsheet, with their picture', ['image.png'], 'Item\tPrice\r\nLamp\t49\r\n', 0],
  ['words of an office program, with their picture', ['image.png'], 'Dear Ann', 0],
  ['a file of a file manager', ['bill.pdf'], 'bill.pdf', 1],
  ['files with their addresses', ['my bill.pdf', 'b.txt'], 'file:///home/ann/my%20bill.pdf\nfile:///home/ann/b.txt', 2],
  ['words alone', [], 'Hello', 0],
])('%s', (_, names, text, expected) => {
  expect(pastedFiles(data(names.map(file), text))).toHaveLength(expected)
})
