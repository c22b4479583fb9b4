/** The demo workspace's conversations: a small shop for lamps and oak furniture, on a busy day. Made-up people. */
import type { ChannelType } from '@/db/schema/channels'

/** `>` the customer, `<` the agent who has it, `!` a note; then the text. `wait`: minutes since the line before. */
export type StoryLine = readonly [by: '>' | '<' | '!', text: string, wait?: number]
export type Story = {
  who: string
  via: ChannelType
  title?: string
  /** Minutes from its last line until now. */
  ago: number
  /** Index of the agent in the demo's people; absent: nobody has it. */
  to?: 0 | 1 | 2 | 3
  team?: true
  status?: 'open' | 'pending' | 'closed' | { snoozedHours: number }
  failed?: string
  lines: readonly StoryLine[]
}

export const stories: readonly Story[] = [
  {
    who: 'Amara Okafor',
    via: 'webchat',
    ago: 3,
    lines: [
      ['>', 'Hi! Is the Halden floor lamp back in stock? The page says "soon" since last week.'],
      ['>', 'I would need it before Saturday, it is a present 🎁', 1],
    ],
  },
  {
    who: 'Jonas Weber',
    via: 'email',
    title: 'Bestellung 48213: Tischplatte hat einen Riss',
    ago: 9,
    to: 0,
    lines: [
      [
        '>',
        'Guten Tag,\n\ngestern kam mein Esstisch an (Bestellung 48213). Leider hat die Platte auf der Unterseite einen Riss von etwa 12 cm. Die Verpackung war unbeschädigt.\n\nKönnen Sie mir bitte sagen, wie wir das lösen? Ich möchte den Tisch behalten, aber nicht so.\n\nMit freundlichen Grüßen\nJonas Weber',
      ],
      [
        '<',
        'Guten Tag Herr Weber,\n\ndas tut mir leid, so soll kein Tisch ankommen. Könnten Sie mir ein Foto vom Riss und eines vom Aufkleber an der Zarge schicken? Dann kann ich sofort eine neue Platte reservieren.\n\nViele Grüße\nAna',
        34,
      ],
      ['!', 'Two plates of that batch left in Leipzig. If the photo shows the same seam as 47990, replace without asking for a return.', 2],
      ['>', 'Vielen Dank für die schnelle Antwort. Fotos schicke ich heute Abend, wenn ich zu Hause bin. Eine neue Platte wäre ideal.', 95],
    ],
  },
  {
    who: 'Priya Raman',
    via: 'whatsapp',
    ago: 16,
    to: 0,
    lines: [
      ['>', 'Hello, the courier says delivered but nothing is here 😟 order 48377'],
      ['<', 'Hi Priya, sorry about that! Let me ask the courier where exactly they left it.', 4],
      ['>', 'Thank you. I was home all day, nobody rang', 2],
      ['>', 'Any news?', 41],
    ],
  },
  {
    who: 'Lucía Fernández',
    via: 'instagram',
    ago: 22,
    lines: [
      ['>', '¡Hola! ¿La lámpara Brisa existe en verde oliva? En la foto del martes parecía verde 💚'],
      ['>', '¿Y hacéis envíos a Canarias?', 1],
    ],
  },
  {
    who: 'Tom Becker',
    via: 'webchat',
    ago: 31,
    to: 1,
    lines: [
      ['>', 'My discount code OAK10 says "not valid for this basket"'],
      ['<', 'Hi Tom! OAK10 works on furniture but not on sale items. Is the bench in your basket the reduced one?', 3],
      ['>', 'Ah. Yes it is.', 1],
      ['<', 'Then the sale price already beats the code by €14. You are good as it stands 🙂', 2],
      ['>', 'Can I at least get free delivery then? 😅', 2],
    ],
  },
  {
    who: 'Yuki Tanaka',
    via: 'email',
    title: '請求書の宛名について',
    ago: 48,
    team: true,
    lines: [
      [
        '>',
        'お世話になっております。\n\n先日購入したオーク材の本棚(注文番号 48120)について、請求書の宛名を会社名に変更していただけますでしょうか。宛名は「株式会社ミナト設計」でお願いいたします。\n\nよろしくお願いいたします。\n田中',
      ],
    ],
  },
  {
    who: 'عمر الحداد',
    via: 'telegram',
    ago: 55,
    lines: [
      ['>', 'مرحبا، هل يمكن توصيل الطاولة إلى دبي؟ وكم تكلفة الشحن؟'],
      ['>', 'الطلب سيكون لمكتب جديد، نحتاج أربع طاولات', 2],
    ],
  },
  {
    who: 'Margaret Hill',
    via: 'email',
    title: 'Assembly instructions for the Fjell shelf',
    ago: 70,
    to: 2,
    lines: [
      [
        '>',
        'Dear team,\n\nI have the Fjell shelf spread over my living room floor and the leaflet jumps from step 4 to step 7. Pages 5 and 6 are simply not there. Could you email me the full instructions, please? I have a friend with a drill here until five.\n\nKind regards,\nMargaret Hill',
      ],
      [
        '<',
        'Dear Margaret,\n\nHow annoying, and well spotted. Here are the two missing pages in words until I find you the PDF:\n\n5. Put the long rail (C) with the groove facing the wall side.\n6. Fasten it with the four short screws from bag 2, hand-tight only.\n\nThe PDF follows in a few minutes.\n\nKind regards,\nChloé',
        12,
      ],
      ['>', 'You are a star. The rail is in!', 21],
    ],
  },
  {
    who: 'Diego Martín',
    via: 'whatsapp',
    ago: 84,
    to: 0,
    status: 'pending',
    lines: [
      ['>', 'Buenas, quiero cambiar la dirección de mi pedido 48391'],
      ['<', '¡Hola Diego! Claro. ¿Me pasas la nueva dirección completa y un teléfono para el transportista?', 6],
    ],
  },
  {
    who: 'Sofia Lindqvist',
    via: 'webchat',
    ago: 96,
    to: 3,
    lines: [
      ['>', 'Do you ship to Gotland?'],
      ['<', 'We do! Two extra days and no extra cost.', 2],
      ['>', 'Wonderful, ordering now', 3],
      ['<', 'Great, shout if anything is unclear at checkout.', 1],
    ],
  },
  { who: 'Ahmed Yılmaz', via: 'webchat', ago: 125, lines: [['>', 'What is the height of the Nord bedside table? 52 or 55 cm, the page and the drawing do not agree.']] },
  {
    who: 'Claire Dubois',
    via: 'email',
    title: 'Retour de la lampe Halden',
    ago: 140,
    to: 1,
    team: true,
    status: 'pending',
    lines: [
      [
        '>',
        'Bonjour,\n\nJe souhaite retourner la lampe Halden achetée le 3 : elle est superbe, mais trop haute pour notre salon. Elle n’a jamais été montée.\n\nComment dois-je procéder ?\n\nBien à vous,\nClaire Dubois',
      ],
      [
        '<',
        'Bonjour Claire,\n\nAucun souci. Je viens de vous envoyer l’étiquette de retour par courriel ; le transporteur passe chez vous jeudi ou vendredi, au choix. Dites-moi quel jour vous convient.\n\nBien cordialement,\nBen',
        28,
      ],
      ['!', 'Label 7C-2291 sent. Refund on scan, not on arrival (unopened).', 1],
    ],
  },
  {
    who: 'Noah Williams',
    via: 'messenger',
    ago: 155,
    to: 2,
    failed: 'The customer’s 24-hour window is closed.',
    lines: [
      ['>', 'is the store in the old town open on sunday'],
      ['<', 'Hi Noah! Yes, 11 to 16 this Sunday, and there is coffee.', 1510],
    ],
  },
  { who: 'Ingrid Solberg', via: 'sms', ago: 190, lines: [['>', 'Delivery window tomorrow 8-12 does not work, can it be after 15? Order 48402. Ingrid']] },
  {
    who: 'Mateo Rossi',
    via: 'instagram',
    ago: 205,
    to: 0,
    lines: [
      ['>', 'Ciao! Love the walnut desk. Does the drawer fit a 16" laptop?'],
      ['<', 'Ciao Mateo! Inside it is 41 × 28 cm, so a 16" fits with a finger to spare.', 9],
      ['>', 'Perfetto, grazie mille!', 4],
      ['<', 'Prego! ☺️', 1],
    ],
  },
  {
    who: 'Hannah Schmidt',
    via: 'email',
    title: 'Angebot für 24 Stühle',
    ago: 260,
    to: 0,
    status: { snoozedHours: 20 },
    lines: [
      [
        '>',
        'Hallo,\n\nfür unser Café in Freiburg suchen wir 24 Stühle, am liebsten das Modell Lind in Eiche geölt. Gibt es ab dieser Menge einen besseren Preis, und wie lange wäre die Lieferzeit?\n\nHerzliche Grüße\nHannah Schmidt',
      ],
      [
        '<',
        'Hallo Frau Schmidt,\n\nsehr gern! Ab 20 Stück kann ich Ihnen 12 % nachlassen; die Lieferzeit liegt bei etwa fünf Wochen. Ich lasse morgen früh den genauen Termin aus der Werkstatt kommen und melde mich dann mit einem festen Angebot.\n\nViele Grüße\nAna',
        47,
      ],
      ['!', 'Workshop confirms dates tomorrow 9:00. Snoozed until then.', 1],
    ],
  },
  {
    who: 'Kwame Mensah',
    via: 'whatsapp',
    ago: 300,
    to: 3,
    status: { snoozedHours: 44 },
    lines: [
      ['>', 'Can you tell me when the blue rug is available again'],
      ['<', 'Hi Kwame, the next ones arrive on Thursday. I will write to you as soon as they are on the shelf.', 8],
      ['>', 'Great thanks', 1],
    ],
  },
  {
    who: 'Emily Nguyen',
    via: 'webchat',
    ago: 330,
    to: 1,
    status: 'closed',
    lines: [
      ['>', 'how do i clean an oiled oak top? red wine 🙈'],
      ['<', 'Quick: blot, do not rub. Then lukewarm water with a drop of soap, dry at once. If a shadow stays, a little of our care oil after it is fully dry.', 2],
      ['>', 'it worked!! thank you so much', 26],
    ],
  },
  {
    who: 'Olga Petrova',
    via: 'telegram',
    ago: 400,
    to: 2,
    status: 'closed',
    lines: [
      ['>', 'Добрый день! Подскажите, пожалуйста, есть ли у полки Fjell крепление для гипсокартона?'],
      ['<', 'Здравствуйте, Ольга! В комплекте крепление для кирпича и бетона. Для гипсокартона положим набор бесплатно, если напишете номер заказа.', 11],
      ['>', '48355, спасибо большое!', 3],
    ],
  },
  {
    who: 'James O’Connor',
    via: 'email',
    title: 'Invoice for order 48077',
    ago: 480,
    to: 0,
    status: 'closed',
    lines: [
      ['>', 'Hello, could you resend the invoice for 48077? Our bookkeeper ate the first one.'],
      ['<', 'Hello James, it is on its way again. Tell your bookkeeper bon appétit.', 15],
    ],
  },
  {
    who: 'Fatima Zahra',
    via: 'instagram',
    ago: 520,
    to: 3,
    status: 'closed',
    lines: [
      ['>', 'Is the linen shade machine washable?'],
      ['<', 'Cold, by hand, please. It keeps its shape if you dry it on the frame.', 7],
    ],
  },
  {
    who: 'Pieter de Vries',
    via: 'email',
    title: 'Lovely service',
    ago: 700,
    to: 2,
    status: 'closed',
    lines: [
      [
        '>',
        'No question today. I only wanted to say that your driver carried the sideboard up four floors, smiling, in the rain. Please give him my thanks and, if possible, a cake.',
      ],
      ['<', 'Dear Pieter, we read this aloud in the warehouse. There will be cake. Thank you!', 55],
    ],
  },
  { who: 'Chen Wei', via: 'webchat', ago: 1300, lines: [['>', '你好,请问可以开具增值税发票吗?']] },
  {
    who: 'Isabel Santos',
    via: 'whatsapp',
    ago: 1460,
    to: 1,
    lines: [
      ['>', 'Oi! Meu pedido 48290 chegou com uma gaveta sem puxador'],
      ['<', 'Oi Isabel! Peço desculpas. Envio o puxador hoje mesmo, chega até sexta-feira.', 18],
      ['>', 'Obrigada! Pode mandar dois, caso o outro também caia? rs', 30],
    ],
  },
]

/** Among the team itself. */
export const teamStories: readonly { members: readonly number[]; title: string; ago: number; lines: readonly (readonly [by: number, text: string, wait?: number])[] }[] =
  [
    {
      members: [0, 1, 2, 3],
      title: 'Everyone',
      ago: 40,
      lines: [
        [0, 'Morning! The Halden lamps arrive on Thursday, 60 of them. Please do not promise Saturday before the truck is here.'],
        [2, 'Noted. I have two people waiting already.', 6],
        [3, 'Same. I snoozed mine until Thursday noon.', 3],
      ],
    },
    {
      members: [0, 1],
      title: 'Café in Freiburg',
      ago: 75,
      lines: [
        [1, 'The café asks for 24 chairs. Is 12 % really fine with you?'],
        [0, 'Yes, at that number it is. Delivery in one go, though.', 14],
      ],
    },
  ]
