/** Words by which mail programs begin a quote or sign for themselves, in the languages they speak. Lower case. */

const of = (s: string) => s.split('|')

/** Labels of the block of headers that Outlook and its like put above what they quote. */
export const FROM_LABELS = of(
  'from|von|de|da|van|från|fra|od|от|від|lähettäjä|feladó|kimden|gönderen|από|de la|šalje|pošiljatelj|dari|từ|จาก|מאת|من|از|发件人|寄件者|寄件人|差出人|送信者|보낸 사람|보낸사람|发自|saatja|no|nuo|expeditor|remitente|expéditeur|mittente|afzender|absender|frá|प्रेषक',
)
export const OTHER_LABELS = of(
  'sent|date|to|subject|cc|bcc|reply-to|sent at|importance|attachments|gesendet|gesendet am|datum|an|betreff|kopie|antwort an|priorität|envoyé|envoyé le|date d’envoi|à|objet|enviado|enviado el|fecha|para|asunto|enviada em|enviada|enviado em|data|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|kopia|sendt|til|emne|kopi|dato|wysłano|wysłane|do|temat|dw|отправлено|дата|кому|тема|копия|надіслано|відправлено|копія|lähetetty|vastaanottaja|aihe|kopio|päiväys|küldve|elküldve|címzett|tárgy|másolat|dátum|gönderilme|gönderildi|tarih|kime|konu|bilgi|στάλθηκε|ημερομηνία|προς|θέμα|κοιν.|trimis|trimis la|către|subiect|poslano|prima|za|predmet|odesláno|komu|předmět|kopie|odoslané|odoslané|predmet|изпратено|до|относно|dikirim|tanggal|kepada|ke|subjek|perihal|đã gửi|ngày|đến|tới|chủ đề|ส่ง|วันที่|ถึง|เรื่อง|נשלח|תאריך|אל|נושא|עותק|تم الإرسال|تاريخ الإرسال|التاريخ|إلى|الموضوع|نسخة|ارسال|تاریخ|به|موضوع|发送时间|日期|收件人|主题|抄送|寄件日期|傳送日期|收件者|主旨|副本|送信日時|日時|宛先|件名|보낸 날짜|날짜|받는 사람|제목|참조|saadetud|kellele|teema|enviat|per a|assumpte|sent on|date sent|message du|message of|sujet|copie à',
)

/** Said of whoever is quoted: "On …, Ann wrote:". */
export const WROTE = of(
  'wrote|writes|schrieb|schreibt|geschrieben|a écrit|écrit|escribió|escribio|escreveu|ha scritto|scritto|schreef|skrev|skreiv|skrifaði|kirjoitti|napisał|napisała|napisał(a)|pisze|napsal|napsala|napsal(a)|napísal|napísala|napísal(a)|je napisao|je napisala|je napisao/la|napisao je|je napisal|написал|написала|написал(а)|пишет|писал|написав|написала|пише|написа|írta|ezt írta|a scris|scris|yazdı|şunu yazdı|şunları yazdı|έγραψε|kirjutas|rakstīja|rašė|va escriure|escribiu|idatzi du|כתב|כתבה|כתב/ה|كتب|كتبت|نوشت|menulis|đã viết|viết|เขียนว่า|เขียน|写道|寫道|写到|のメール|のメッセージ|は書きました|wrote（|作成|작성|님이 작성|ने लिखा|sent|gesendet',
)

/** "Original message", "Forwarded message" between dashes or alone. */
export const ORIGINAL = of(
  'original message|original mail|original-nachricht|originalnachricht|ursprüngliche nachricht|ursprüngliche mail|message d’origine|message original|message initial|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|oorspronkelijk e-mailbericht|ursprungligt meddelande|originalmeddelande|opprinnelig melding|oprindelig besked|oprindelig meddelelse|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|pôvodná správa|eredeti üzenet|исходное сообщение|пересылаемое сообщение|оригинальное сообщение|вихідне повідомлення|özgün ileti|orijinal mesaj|αρχικό μήνυμα|mesaj original|mesajul original|izvorna poruka|originalna poruka|pesan asli|thư gốc|tin nhắn gốc|ข้อความต้นฉบับ|הודעה מקורית|الرسالة الأصلية|پیام اصلی|原始邮件|原始郵件|原邮件|元のメッセージ|元のメール|원본 메시지|원본 메일|missatge original',
)
export const FORWARDED = of(
  'forwarded message|forwarded mail|begin forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|beginn der weitergeleiteten nachricht|message transféré|début du message transféré|début du message réexpédié|mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|início da mensagem encaminhada|mensagem reencaminhada|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|vidarebefordrat meddelande|vidarebefordrat brev|videresendt melding|videresendt besked|välitetty viesti|wiadomość przekazana|przekazana wiadomość|přeposlaná zpráva|továbbított üzenet|пересылаемое сообщение|пересланное сообщение|переслане повідомлення|iletilen ileti|iletilmiş mesaj|προωθημένο μήνυμα|mesaj redirecționat|proslijeđena poruka|pesan terusan|thư đã chuyển tiếp|ข้อความที่ส่งต่อ|הודעה שהועברה|الرسالة المعاد توجيهها|转发的邮件|轉寄的郵件|轉寄郵件|転送されたメッセージ|전달된 메시지',
)

/** Devices and programs that sign for themselves. */
export const PROGRAMS =
  '(?:iphone|ipad|ipod|apple ?watch|macbook|imac|android|samsung|galaxy|huawei|xiaomi|pixel|oneplus|sony|xperia|nokia|lumia|blackberry|windows ?phone|phone|mobile|mobil\\w*|móvil|celular|cellulare|handy|smartphone|tablet\\w*|telefon\\w*|téléphone|telefoon|téléfono|teléfono|outlook|gmail|yahoo|proton ?mail|hey|spark|mailspring|thunderbird|k-9|fairemail|airmail|superhuman|spike|canary|newton|aquamail|bluemail|typeapp|gmx|web\\.de|mail\\.ru|mail\\b|e-mail|laposte|orange|zoho|tutanota|fastmail|roundcube|courrier|webmail|posteingang|nine|boxer|workspace)'

/** How people close a letter, in whole lines. */
export const CLOSINGS = of(
  'regards|best regards|kind regards|kindest regards|warm regards|warmest regards|many regards|thanks and regards|thanks & regards|with regards|with kind regards|with best regards|best wishes|with best wishes|all the best|sincerely|sincerely yours|yours sincerely|yours faithfully|yours truly|respectfully|cordially|cheers|mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|mit besten grüßen|mit besten grüssen|freundliche grüße|freundliche grüsse|viele grüße|viele grüsse|beste grüße|beste grüsse|liebe grüße|herzliche grüße|schöne grüße|mfg|vg|lg|cordialement|bien cordialement|très cordialement|bien à vous|meilleures salutations|sincères salutations|saludos|un saludo|saludos cordiales|atentamente|un cordial saludo|cordialmente|atenciosamente|com os melhores cumprimentos|melhores cumprimentos|cumprimentos|cordiali saluti|distinti saluti|un cordiale saluto|met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|groeten|hoogachtend|med vänlig hälsning|vänliga hälsningar|med vänliga hälsningar|hälsningar|med venlig hilsen|venlig hilsen|med vennlig hilsen|vennlig hilsen|mvh|hilsen|ystävällisin terveisin|terveisin|z poważaniem|pozdrawiam|z wyrazami szacunku|s pozdravem|s přátelským pozdravem|s pozdravom|üdvözlettel|tisztelettel|с уважением|с наилучшими пожеланиями|з повагою|с уважение|saygılarımla|iyi çalışmalar|cu stimă|cu respect|lijep pozdrav|s poštovanjem|lep pozdrav|με εκτίμηση|φιλικά|trân trọng|hormat saya|salam hormat|בברכה|بكل احترام|مع أطيب التحيات|با احترام|此致|此致敬礼|敬上',
)
