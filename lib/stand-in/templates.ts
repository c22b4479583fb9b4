/** Approved and other texts of the stand-in's WhatsApp account, as its API lists them. Made up. */
import type { Json } from './facts'

const text = (body: string, example?: Json) => ({ type: 'BODY', text: body, ...(example ? { example } : {}) })

export const TEMPLATES: readonly Json[] = [
  {
    id: '7001',
    name: 'order_on_its_way',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['48377'] } },
      text('Hello {{1}}, your order is on its way and should be with you on {{2}}.', { body_text: [['Priya', 'Tuesday']] }),
      { type: 'FOOTER', text: 'Lumen & Oak' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'Track it', url: 'https://lumenandoak.example/track/{{1}}', example: ['https://lumenandoak.example/track/48377'] },
          { type: 'QUICK_REPLY', text: 'Talk to us' },
        ],
      },
    ],
  },
  {
    id: '7002',
    name: 'we_are_back',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [
      text('Hello {{first_name}}, we have news about {{topic}}. Answer this message and we go on from there.', {
        body_text_named_params: [
          { param_name: 'first_name', example: 'Priya' },
          { param_name: 'topic', example: 'your lamp' },
        ],
      }),
    ],
  },
  {
    id: '7003',
    name: 'we_are_back',
    language: 'es',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [text('Hola {{1}}, tenemos novedades sobre {{2}}. Responde a este mensaje y seguimos.', { body_text: [['Priya', 'tu lámpara']] })],
  },
  {
    id: '7004',
    name: 'thank_you',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [text('Thank you for your patience. May we write to you again about your question?')],
  },
  {
    id: '7005',
    name: 'new_catalogue',
    language: 'en',
    status: 'APPROVED',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://example.test/p.jpg'] } },
      text('Our new catalogue is here, {{1}}.', { body_text: [['Priya']] }),
    ],
  },
  { id: '7006', name: 'winter_sale', language: 'en', status: 'PENDING', category: 'MARKETING', components: [text('Everything 20 % off until Sunday.')] },
  { id: '7007', name: 'old_terms', language: 'en', status: 'REJECTED', category: 'UTILITY', components: [text('Our terms have changed.')] },
]
