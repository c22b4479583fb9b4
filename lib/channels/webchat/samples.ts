/** What the widget posts when a visitor writes. For tests. */

export const settings = { allowedOrigins: ['https://shop.example'], color: '#2f5fe0', greeting: 'Hello!' }

export const payloads = [
  { body: 'Do you ship to Spain?', key: 'visitor-key-1', attachmentIds: [] },
  { body: 'مرحبا 👋', key: 'visitor-key-2', attachmentIds: [] },
]
