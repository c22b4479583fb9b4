/** Payloads of our own in the provider’s form: every kind of thing that can come. For tests. */

export const settings = { accountSid: 'AC1', authToken: 'the-app-secret', from: '+15550009999' }

const form = (fields: Record<string, string>) => new URLSearchParams({ AccountSid: 'AC1', To: '+15550009999', ...fields })
const said = (sid: string, body: string, more: Record<string, string> = {}) =>
  form({ MessageSid: sid, SmsSid: sid, SmsStatus: 'received', From: '+34600111222', NumMedia: '0', NumSegments: '1', Body: body, ...more })

/** The form names no time: it counts as of when it comes. */
export const payloads = [
  said('SM1', 'Is my order on its way?'),
  said('MM2', 'Like this one', { NumMedia: '1', MediaUrl0: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM2/Media/ME1', MediaContentType0: 'image/jpeg' }),
  said('SM3', 'Ünïcode 👋'),
  // Through WhatsApp, with the answer to an earlier one.
  said('SM4', 'And this', { From: 'whatsapp:+34600333444', ProfileName: 'Kim', WaId: '34600333444', OriginalRepliedMessageSid: 'SM1' }),
  said('SM5', 'STOP', { OptOutType: 'STOP' }),
  said('SM6', 'START', { OptOutType: 'START' }),
  said('SM8', '', { From: 'whatsapp:+34600333444', MessageType: 'location', Latitude: '40.4', Longitude: '-3.7', Label: 'Puerta del Sol' }),
  said('SM9', '', { From: 'whatsapp:+34600333444', MessageType: 'order' }),
  // A short code keeps its form.
  said('SM10', 'Your balance is low', { From: '72345' }),
  // A sender with a name can be read, not answered.
  said('SM7', 'Your code is 1234', { From: 'PARCELS' }),
]
