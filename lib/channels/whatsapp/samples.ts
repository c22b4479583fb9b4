/** Payloads of our own in the provider’s form: every kind of thing that can come. For tests. */
export const settings = { accessToken: 'token', appSecret: 'the-app-secret', verifyToken: 'word', apiVersion: 'v25.0', phoneNumberId: '1550' }

/** When the story begins, unix seconds. */
const T = 1_790_000_000

const wa = (field: string, value: object) => ({
  object: 'whatsapp_business_account',
  entry: [
    { id: '1', changes: [{ field, value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '15550001111', phone_number_id: '1550' }, ...value } }] },
  ],
})
const lena = { profile: { name: 'Lena Ortiz' }, wa_id: '34600111222', user_id: 'ES.111' }
const from = { from: '34600111222', from_user_id: 'ES.111' }
const said = (n: number, type: string, it: unknown, more: object = {}) =>
  wa('messages', { contacts: [lena], messages: [{ ...from, id: `wamid.${n}`, timestamp: String(T + n), type, [type]: it, ...more }] })

export const payloads = [
  said(1, 'text', { body: 'Hola, ¿hay alguien? 👋' }),
  said(2, 'image', { id: 'media-1', mime_type: 'image/jpeg', caption: 'The box' }),
  said(3, 'audio', { id: 'media-2', mime_type: 'audio/ogg; codecs=opus', voice: true }),
  said(4, 'document', { id: 'media-3', mime_type: 'application/pdf', filename: 'invoice.pdf' }),
  said(5, 'location', { latitude: 40.4, longitude: -3.7, name: 'Puerta del Sol' }),
  said(6, 'contacts', [{ name: { formatted_name: 'Tom' }, phones: [{ phone: '+34 600 000 000' }] }]),
  said(7, 'reaction', { message_id: 'wamid.1', emoji: '👍' }),
  said(8, 'reaction', { message_id: 'wamid.1' }),
  said(9, 'reaction', { message_id: 'wamid.2', emoji: '🎉' }),
  said(10, 'text', { body: 'I mean this one' }, { context: { id: 'wamid.2' } }),
  said(11, 'text', { body: 'Tomorow' }),
  said(12, 'edit', { original_message_id: 'wamid.11', message: { type: 'text', text: { body: 'Tomorrow' } } }),
  said(13, 'text', { body: 'Oops' }),
  said(14, 'revoke', { original_message_id: 'wamid.13' }),
  said(15, 'interactive', { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes, please' } }),
  said(16, 'order', { catalog_id: '1', text: 'For Friday', product_items: [{ product_retailer_id: 'BREAD', quantity: 2, item_price: 3, currency: 'EUR' }] }),
  said(17, 'unsupported', { type: 'poll' }, { errors: [{ code: 131051, title: 'Message type unknown' }] }),
  said(18, 'sticker', { id: 'media-4', mime_type: 'image/webp' }),
  // Of somebody who shows no number.
  wa('messages', {
    contacts: [{ profile: { name: 'Kim' }, user_id: 'US.777' }],
    messages: [{ from_user_id: 'US.777', id: 'wamid.k1', timestamp: String(T + 20), type: 'text', text: { body: 'No number here' } }],
  }),
  // The phone's own app answered.
  wa('smb_message_echoes', {
    message_echoes: [{ from: '15550001111', to: '34600111222', id: 'wamid.e1', timestamp: String(T + 21), type: 'text', text: { body: 'From the phone' } }],
  }),
  wa('messages', { statuses: [{ id: 'wamid.e1', status: 'read', timestamp: String(T + 24), recipient_id: '34600111222' }] }),
  wa('messages', {
    statuses: [
      { id: 'wamid.e1', status: 'delivered', timestamp: String(T + 23), recipient_id: '34600111222' },
      { id: 'wamid.unknown', status: 'sent', timestamp: String(T + 23), recipient_id: '1' },
    ],
  }),
  wa('messages', {
    contacts: [lena],
    messages: [
      {
        ...from,
        id: 'wamid.s1',
        timestamp: String(T + 30),
        type: 'system',
        system: { type: 'user_changed_number', wa_id: '34600999888', body: 'Lena changed her number' },
      },
    ],
  }),
  wa('account_update', { event: 'PARTNER_ADDED' }),
  // A gateway that began to count anew: another message under an id that was there before.
  wa('messages', { contacts: [lena], messages: [{ ...from, id: 'wamid.1', timestamp: String(T + 25), type: 'text', text: { body: 'Same id, other words' } }] }),
  said(26, 'interactive', { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"t","delivery_day":"Friday","guests":3}' } }),
  said(27, 'interactive', { type: 'call_permission_reply', call_permission_reply: { response: 'accept' } }),
  // The same second twice, in calls of their own.
  said(28, 'text', { body: 'One of two' }),
  wa('messages', { contacts: [lena], messages: [{ ...from, id: 'wamid.28b', timestamp: String(T + 28), type: 'text', text: { body: 'Two of two' } }] }),
  // Changed, then taken back, in the phone's own app.
  wa('smb_message_echoes', {
    message_echoes: [{ from: '15550001111', to: '34600111222', id: 'wamid.e2', timestamp: String(T + 22), type: 'text', text: { body: 'From the phnoe' } }],
  }),
  wa('smb_message_echoes', {
    message_echoes: [
      {
        from: '15550001111',
        to: '34600111222',
        id: 'wamid.e3',
        timestamp: String(T + 23),
        type: 'edit',
        edit: { original_message_id: 'wamid.e2', message: { type: 'text', text: { body: 'From the phone, too' } } },
      },
    ],
  }),
  // Words of ours that were changed before we knew them: ours all the same.
  wa('smb_message_echoes', {
    message_echoes: [
      {
        from: '15550001111',
        to: '34600555666',
        id: 'wamid.e5',
        timestamp: String(T + 24),
        type: 'edit',
        edit: { original_message_id: 'wamid.e4', message: { type: 'text', text: { body: 'Said before we listened' } } },
      },
    ],
  }),
  wa('calls', {
    contacts: [lena],
    calls: [{ id: 'wacid.1', from: '34600111222', to: '15550001111', event: 'connect', direction: 'USER_INITIATED', timestamp: String(T + 29) }],
  }),
]
