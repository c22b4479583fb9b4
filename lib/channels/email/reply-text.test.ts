import { describe, expect, it } from 'vitest'
import { replyText } from './reply-text'

const SAID = 'Yes, tomorrow at 10 is fine.\n\nPlease bring the printer.'
const quoted = 'Hello Ann,\n\nShall we come tomorrow?\n\nKind regards\nSupport'
const marked = quoted.replace(/^/gm, '> ')

/** How programs say whom they quote, in the languages they speak. */
const attributions = [
  'On Fri, 20 Nov 2026 at 10:15, Support <support@us.test> wrote:',
  'On 20/11/2026 10:15, Support wrote:',
  'On Nov 20, 2026,\nat 10:15,\nSupport <support@us.test> wrote:',
  'On Friday, November 20, 2026 at 10:15:22 AM GMT+1, Support with a very long name of many words\n<support@us.test> wrote:',
  'Am 20.11.2026 um 10:15 schrieb Support:',
  'Am Fr., 20. Nov. 2026 um 10:15 Uhr schrieb Support <\nsupport@us.test>:',
  'Le ven. 20 nov. 2026 à 10:15, Support <support@us.test> a écrit :',
  'El vie, 20 nov 2026 a las 10:15, Support (<support@us.test>) escribió:',
  'Em sex., 20 de nov. de 2026 às 10:15, Support <support@us.test> escreveu:',
  'Il giorno ven 20 nov 2026 alle ore 10:15 Support <support@us.test> ha scritto:',
  'Op vr 20 nov. 2026 om 10:15 schreef Support <support@us.test>:',
  'Den fre 20 nov. 2026 kl 10:15 skrev Support <support@us.test>:',
  'fre. 20. nov. 2026 kl. 10:15 skrev Support <support@us.test>:',
  'pe 20. marrask. 2026 klo 10.15 Support (support@us.test) kirjoitti:',
  'pt., 20 lis 2026 o 10:15 Support <support@us.test> napisał(a):',
  'W dniu 20.11.2026 o 10:15, Support pisze:',
  'пт, 20 нояб. 2026 г. в 10:15, Support <support@us.test>:',
  '20.11.2026 10:15, Support пишет:',
  'пт, 20 лист. 2026 р. о 10:15 Support <support@us.test> пише:',
  'pá 20. 11. 2026 v 10:15 odesílatel Support <support@us.test> napsal:',
  'pi 20. 11. 2026 o 10:15 Support <support@us.test> napísal(a):',
  'Support <support@us.test> ezt írta (időpont: 2026. nov. 20., P, 10:15):',
  '2026.11.20. 10:15 keltezéssel, Support írta:',
  'vin., 20 nov. 2026 la 10:15, Support <support@us.test> a scris:',
  'Support <support@us.test>, 20 Kas 2026 Cum, 10:15 tarihinde şunu yazdı:',
  'Στις Παρ 20 Νοε 2026 στις 10:15 π.μ., ο/η Support <support@us.test> έγραψε:',
  '‫בתאריך יום ו׳, 20 בנוב׳ 2026 ב-10:15 מאת ‪Support‬‏ <‪support@us.test‬‏>:‬',
  'في الجمعة، ٢٠ نوفمبر 2026 في 10:15 ص تمت كتابة ما يلي بواسطة Support <support@us.test>:',
  'Vào Th 6, 20 thg 11, 2026 vào lúc 10:15 Support <support@us.test> đã viết:',
  'Pada tanggal Jum, 20 Nov 2026 pukul 10.15 Support <support@us.test> menulis:',
  'เมื่อ ศ. 20 พ.ย. 2026 เวลา 10:15 Support <support@us.test> เขียนว่า:',
  'Support <support@us.test> 于2026年11月20日周五 10:15写道：',
  'Support <support@us.test> 於 2026年11月20日 週五 上午10:15寫道：',
  '2026年11月20日(金) 10:15 Support <support@us.test>:',
  '2026/11/20 10:15、Support <support@us.test>のメール:',
  '2026년 11월 20일 (금) 오전 10:15, Support <support@us.test>님이 작성:',
  'El dv., 20 nov. 2026, 10:15, Support <support@us.test> va escriure:',
  '---- On Fri, 20 Nov 2026 10:15:22 +0100 support@us.test wrote ----',
]

/** Blocks of headers above a quote that is not marked. */
const blocks = [
  'From: Support <support@us.test>\nSent: Friday, November 20, 2026 10:15 AM\nTo: Ann <ann@x.test>\nSubject: RE: Printer',
  '________________________________\nFrom: Support <support@us.test>\nSent: Friday, November 20, 2026 10:15 AM\nTo: Ann <ann@x.test>; Bob\n <bob@x.test>\nCc: Eve\nSubject: RE: Printer',
  '-----Original Message-----\nFrom: Support [mailto:support@us.test]\nSent: Friday\nTo: Ann\nSubject: Printer',
  '*From:* Support <support@us.test>\n*Sent:* Friday, November 20, 2026 10:15 AM\n*To:* Ann <ann@x.test>\n*Subject:* RE: Printer',
  'Von: Support <support@us.test>\nGesendet: Freitag, 20. November 2026 10:15\nAn: Ann <ann@x.test>\nBetreff: AW: Drucker',
  '-----Ursprüngliche Nachricht-----\nVon: Support\nGesendet: Freitag\nAn: Ann\nBetreff: Drucker',
  'De : Support <support@us.test>\nEnvoyé : vendredi 20 novembre 2026 10:15\nÀ : Ann <ann@x.test>\nObjet : RE: Imprimante',
  'De: Support <support@us.test>\nEnviado el: viernes, 20 de noviembre de 2026 10:15\nPara: Ann <ann@x.test>\nAsunto: RE: Impresora',
  'De: Support <support@us.test>\nEnviada em: sexta-feira, 20 de novembro de 2026 10:15\nPara: Ann <ann@x.test>\nAssunto: RE: Impressora',
  'Da: Support <support@us.test>\nInviato: venerdì 20 novembre 2026 10:15\nA: Ann <ann@x.test>\nOggetto: R: Stampante',
  'Van: Support <support@us.test>\nVerzonden: vrijdag 20 november 2026 10:15\nAan: Ann <ann@x.test>\nOnderwerp: RE: Printer',
  'Från: Support <support@us.test>\nSkickat: den 20 november 2026 10:15\nTill: Ann <ann@x.test>\nÄmne: SV: Skrivare',
  'Fra: Support <support@us.test>\nSendt: fredag 20. november 2026 10:15\nTil: Ann <ann@x.test>\nEmne: SV: Printer',
  'Lähettäjä: Support <support@us.test>\nLähetetty: perjantai 20. marraskuuta 2026 10:15\nVastaanottaja: Ann <ann@x.test>\nAihe: VS: Tulostin',
  'Od: Support <support@us.test>\nWysłano: piątek, 20 listopada 2026 10:15\nDo: Ann <ann@x.test>\nTemat: ODP: Drukarka',
  'Od: Support <support@us.test>\nOdesláno: pátek 20. listopadu 2026 10:15\nKomu: Ann <ann@x.test>\nPředmět: RE: Tiskárna',
  'Feladó: Support <support@us.test>\nElküldve: 2026. november 20., péntek 10:15\nCímzett: Ann <ann@x.test>\nTárgy: RE: Nyomtató',
  'От: Support <support@us.test>\nОтправлено: пятница, 20 ноября 2026 г. 10:15\nКому: Ann <ann@x.test>\nТема: RE: Принтер',
  'Gönderen: Support <support@us.test>\nGönderildi: 20 Kasım 2026 Cuma 10:15\nKime: Ann <ann@x.test>\nKonu: YNT: Yazıcı',
  'Από: Support <support@us.test>\nΣτάλθηκε: Παρασκευή, 20 Νοεμβρίου 2026 10:15\nΠρος: Ann <ann@x.test>\nΘέμα: RE: Εκτυπωτής',
  'De la: Support <support@us.test>\nTrimis: vineri, 20 noiembrie 2026 10:15\nCătre: Ann <ann@x.test>\nSubiect: RE: Imprimantă',
  '发件人: Support <support@us.test>\n发送时间: 2026年11月20日 10:15\n收件人: Ann <ann@x.test>\n主题: 回复: 打印机',
  '寄件者: Support <support@us.test>\n寄件日期: 2026年11月20日 10:15\n收件者: Ann <ann@x.test>\n主旨: RE: 印表機',
  '差出人: Support <support@us.test>\n送信日時: 2026年11月20日 10:15\n宛先: Ann <ann@x.test>\n件名: RE: プリンター',
  '보낸 사람: Support <support@us.test>\n보낸 날짜: 2026년 11월 20일 금요일 오전 10:15\n받는 사람: Ann <ann@x.test>\n제목: RE: 프린터',
  'מאת: Support <support@us.test>\nנשלח: יום שישי 20 נובמבר 2026 10:15\nאל: Ann <ann@x.test>\nנושא: RE: מדפסת',
  'من: Support <support@us.test>\nتم الإرسال: الجمعة، 20 نوفمبر 2026 10:15\nإلى: Ann <ann@x.test>\nالموضوع: RE: طابعة',
  'Date: Fri, 20 Nov 2026 10:15:22 +0100\nFrom: support@us.test\nTo: ann@x.test\nSubject: Printer',
]

const programs = [
  'Sent from my iPhone',
  'Sent from my Samsung Galaxy smartphone.',
  'Sent from Outlook for iOS<https://aka.ms/o0ukef>',
  'Get Outlook for Android<https://aka.ms/AAb9ysg>',
  'Sent from Yahoo Mail on Android',
  'Von meinem iPhone gesendet',
  'Gesendet mit der GMX iPhone App',
  'Diese Nachricht wurde von meinem Android-Gerät mit WEB.DE Mail gesendet.',
  'Envoyé de mon iPhone',
  'Envoyé depuis mon téléphone Android avec Orange Mail',
  'Enviado desde mi iPhone',
  'Enviado do meu iPhone',
  'Inviato da iPhone',
  'Verstuurd vanaf mijn iPhone',
  'Skickat från min iPhone',
  'Sendt fra min iPhone',
  'Lähetetty iPhonesta',
  'Wysłane z iPhone’a',
  'Отправлено с iPhone',
  'Odesláno z iPhonu',
  'iPhoneから送信',
  '나의 iPhone에서 보냄',
  '从我的iPhone发送',
  '發自我的 iPhone',
  'iPhone’umdan gönderildi',
  'נשלח מה-iPhone שלי',
]

describe('what somebody wrote now', () => {
  it.each(attributions)('ends above "%s"', (line) => {
    for (const quote of [marked, quoted]) {
      // A colon at the end with nothing marked below may as well be the writer's own.
      if (quote === quoted && /keltezéssel/.test(line)) continue
      expect(replyText(`${SAID}\n\n${line}\n\n${quote}\n`), quote).toEqual({ said: SAID, isFolded: true })
    }
    expect(replyText(`${SAID}\n${line}\n${marked}`).said).toBe(SAID)
  })

  it.each(blocks)('ends above the block "%s"', (block) => {
    expect(replyText(`${SAID}\n\n${block}\n\n${quoted}\n`)).toEqual({ said: SAID, isFolded: true })
    expect(replyText(`${SAID}\r\n\r\n${block.replaceAll('\n', '\r\n')}\r\n\r\n${quoted}`).said).toBe(SAID)
  })

  it.each(programs)('is without "%s"', (line) => {
    expect(replyText(`${SAID}\n\n${line}`)).toEqual({ said: SAID, isFolded: true })
    expect(replyText(`${SAID}\n\n${line}\n\nOn Fri, 20 Nov 2026 at 10:15, Support <support@us.test> wrote:\n\n${marked}`).said).toBe(SAID)
  })

  it('keeps answers that stand between the quotes, and those below them', () => {
    const head = 'On Fri, 20 Nov 2026 at 10:15, Support <support@us.test> wrote:'
    expect(replyText(`${head}\n> Shall we come?\n\nYes.\n\n> When?\n\nAt ten.`).said.replace(/\n+/g, '\n')).toBe('Yes.\nAt ten.')
    expect(replyText(`Hi,\n\n${head}\n> Shall we come?\n> When?\n\nAt ten, please.`).said.replace(/\n+/g, '\n')).toBe('Hi,\nAt ten, please.')
    expect(replyText(`${head}\n${marked}\n\n${SAID}`).said).toBe(SAID)
  })

  it.each([
    'On 20 November 2026 at 10:15 we wrote: nothing works.\nPlease help.',
    'My data:\nName: Ann\nFrom: Berlin\nAmount: 20\nPlease send it back.',
    'From: our warehouse\nit goes to the shop.',
    'The steps were:\n\n1. open\n2. close\n\nAt 10:15 it said:\n\nError 5',
    'Totals\n------\n\none 1\n\n------\n\ntwo 2\n\nBoth are wrong, as I wrote before: they should be three. And this goes on for quite a while, so that nobody takes it for a signature of somebody.',
    'The notice was sent from my phone to all users.\nSent from my phone it looked wrong, in the mail it was right.',
    'Subject: a question\n\nWhy?',
    'Sent from my iPhone',
    '> only a quote',
  ])('is all of it in: %s', (text) => {
    expect(replyText(text)).toEqual({ said: text, isFolded: false })
  })

  it('is all of a mail that passes another one on', () => {
    for (const line of [
      '---------- Forwarded message ---------',
      'Begin forwarded message:',
      '-------- Weitergeleitete Nachricht --------',
      'Début du message transféré :',
      '---------- 转发的邮件 ---------',
    ])
      expect(replyText(`See below.\n\n${line}\nFrom: Bob <bob@x.test>\nSubject: Printer\nDate: Fri, 20 Nov 2026\nTo: Ann\n\nIt smokes.`)).toMatchObject({
        said: expect.stringContaining('It smokes.'),
        isFolded: false,
      })
  })

  it('is found in time, however the lines are made', () => {
    const hard = [
      '\n'.repeat(99_000),
      'On 1@x '.repeat(14_000),
      'On 1 a@b.test\n'.repeat(7_000),
      '> a\nb\n'.repeat(15_000),
      'From: a\nTo: b\n'.repeat(7_000),
      `${'-'.repeat(40)}\n`.repeat(2_400),
      'a:'.repeat(50_000),
      `a${' '.repeat(99_000)}b`,
      `${' '.repeat(99_000)}b\n-----Original Message-----`,
      `x\n\nregards${' '.repeat(99_000)}b`,
      `x\n\nSent from my iPhone\n${'<http:'.repeat(16_000)}`,
      `x\n\n${'Sent from '.repeat(9_000)}`,
      `x\n${'*'.repeat(99_000)}y`,
      `x\n${'> '.repeat(49_000)}`,
      `x\n${'From '.repeat(19_000)}:`,
      `x\n${'a'.repeat(99_000)}@`,
      'On 20.11.2026 a@b.test\nwrote\n'.repeat(3_000),
      '-- \n'.repeat(24_000),
      'Regards,\n'.repeat(10_000),
    ]
    for (const text of hard) {
      const begun = performance.now()
      replyText(`x${text}y`)
      expect(performance.now() - begun, text.slice(0, 20)).toBeLessThan(3_000)
    }
  })
})
