/** What charsets are called in mails, and the decoder each of these labels means. */
import { own } from '../loose'

/** Declares nothing about bytes above 127. */
const UNDECLARED =
  /^(?:|(?:us|x)?ascii|ansix34(?:19\d\d)?|iso646us|unknown|(?:x)?unknown(?:8bit)?|[78]bit|binary|default|none|null|undefined|utf|charset|chars?et|20127)$/

/** By code page number (Windows, and the ones of DOS and IBM that have another name here). */
const CODE_PAGES: Readonly<Record<string, string>> = {
  '932': 'shift_jis',
  '936': 'gb18030',
  '942': 'shift_jis',
  '943': 'shift_jis',
  '949': 'euc-kr',
  '950': 'big5',
  '1200': 'utf-16le',
  '1201': 'utf-16be',
  '1361': 'euc-kr',
  '1386': 'gb18030',
  '10000': 'macintosh',
  '10007': 'x-mac-cyrillic',
  '12000': 'utf-32le',
  '12001': 'utf-32be',
  '20866': 'koi8-r',
  '21866': 'koi8-u',
  '20932': 'euc-jp',
  '20936': 'gb18030',
  '20949': 'euc-kr',
  '38598': 'iso-8859-8',
  '50220': 'iso-2022-jp',
  '50221': 'iso-2022-jp',
  '50222': 'iso-2022-jp',
  '50225': 'iso-2022-kr',
  '50227': 'iso-2022-cn',
  '50229': 'iso-2022-cn',
  '51932': 'euc-jp',
  '51936': 'gb18030',
  '51949': 'euc-kr',
  '52936': 'hz-gb-2312',
  '54936': 'gb18030',
  '65000': 'utf-7',
  '65001': 'utf-8',
}

/** Of letters and digits alone, and without what vendors put before a name. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^utf8|^unicode(?:11|20)utf8|^u8$/, 'utf-8'],
  [/^utf7|^unicode(?:11|20)utf7/, 'utf-7'],
  [/^utf16le|^unicodelittle/, 'utf-16le'],
  [/^utf16be|^unicodebig|^unicodefffe/, 'utf-16be'],
  [/^utf16|^unicode$|^ucs2|^iso10646(?:ucs2|unicode1)?$/, 'utf-16'],
  [/^(?:utf32|ucs4)le/, 'utf-32le'],
  [/^(?:utf32|ucs4)be/, 'utf-32be'],
  [/^utf32|^ucs4|^iso10646ucs4/, 'utf-32'],
  [/^(?:shift_?jis|sjis|mskanji|kanji|windows31j|macjapanese)/, 'shift_jis'],
  [/^(?:eucjp|ujis|euc$|eucpkdfmtjapanese|extendedunixcodepackedformatforjapanese)/, 'euc-jp'],
  [/^iso2022jp|^jis$|^jis7/, 'iso-2022-jp'],
  [/^iso2022kr/, 'iso-2022-kr'],
  [/^iso2022cn/, 'iso-2022-cn'],
  [/^(?:hz|hzgb2312|hzgb)$/, 'hz-gb-2312'],
  [/^(?:euckr|ksc?5601|ksc|korean|uhc|ksx1001|isoir149|mackorean)/, 'euc-kr'],
  [/^(?:cn)?big5|^chinesebig5|^euctw|^macchinesetrad/, 'big5'],
  [/^(?:cn)?gb(?:k|$|2312|18030|1988)|^cngb|^euccn|^chinese|^isoir58|^simplifiedchinese|^macchinesesimp/, 'gb18030'],
  [/^tis620|^iso885911|^thai/, 'windows-874'],
  [/^koi8?(?:u|ru)$/, 'koi8-u'],
  [/^koi8?(?:r|e)?$/, 'koi8-r'],
  [/^(?:cyrillicwin|win(?:dows)?cyrillic)$/, 'windows-1251'],
  [/^(?:latin2|isolatin2|l2|88592)$/, 'iso-8859-2'],
  [/^(?:iso)?88598|^(?:visual|logical|hebrew)$/, 'iso-8859-8'],
  [/^(?:iso)?88596|^arabic$/, 'iso-8859-6'],
  [/^(?:iso)?88599|^latin5|^isolatin5|^l5$|^turkish$/, 'windows-1254'],
  [/^(?:iso)?885915|^latin9|^isolatin9|^l9$|^latin0$/, 'iso-8859-15'],
  [/^mac(?:intosh|roman|osroman)?$/, 'macintosh'],
  [/^mac(?:cyrillic|ukrain\w*)$/, 'x-mac-cyrillic'],
  [/^mac(?:ce|central\w*|latin2)$/, 'maccenteuro'],
  [/^maciceland(?:ic)?$/, 'maciceland'],
  [/^macromanian?$/, 'macromania'],
  [/^macturkish$/, 'macturkish'],
  [/^macgreek$/, 'macgreek'],
  [/^maccroatian$/, 'maccroatian'],
  [/^macthai$/, 'macthai'],
]

const LATIN1 =
  /^(?:(?:windows|win|cp|ms|ibm|ansi)?1252|ansi|(?:iso|is0)?(?:8859|8559)[1l](?:19\d\d|windows.*)?|(?:iso)?latin1|western|l1|isoir100|(?:ibm|cp|iso)?819|28591)$/

/**
 * 'windows-1252', or a name that TextDecoder, iconv-lite or shifted.ts may know. null for a label that says nothing of
 * bytes above 127. What stands in quotes, behind a semicolon or in comments does not count, nor does a locale before the name.
 */
export function charsetNamed(label: string): string | null {
  const plain = label
    .slice(0, 100)
    .toLowerCase()
    .replace(/\*.*$/, '')
    .replace(/\([^)]*\)?/g, ' ')
    .replace(/^[\s"']*charset[\s"']*=/, '')
    .replace(/^\s*["']?[a-z]{2}_[a-z]{2}\.|^\s*["']?c\./, '')
    .replace(/["'<>\\\s]+/g, ' ')
    .trim()
    .replace(/\s*[;,].*$/, '')
  const bare = plain.replace(/[^a-z0-9]/g, '')
  const name = bare.replace(/^(?:x(?!iso646|ascii)|cs(?!$))+(?:ms(?=cp|win))?/, '')
  if (UNDECLARED.test(bare) || UNDECLARED.test(name)) return null
  if (LATIN1.test(name)) return 'windows-1252'
  const part = /^(?:iso)?8859(\d{1,2})(?:19\d\d)?$/.exec(name)?.[1]
  const page = /^(?:cp|codepage|windows|win|ms|ibm|dos|oem)?0*(\d{3,5})$/.exec(name)?.[1]
  if (page !== undefined && part === undefined) return own(CODE_PAGES, page) ?? numbered(page)
  const family = FAMILIES.find(([form]) => form.test(name))
  if (family) return family[1]
  return part ? `iso-8859-${part}` : plain
}

function numbered(page: string): string {
  if (/^(?:125\d|874)$/.test(page)) return `windows-${page}`
  const part = /^28(?:59|60)(\d)$/.exec(page)?.[1]
  if (part !== undefined) return `iso-8859-${page.startsWith('2860') ? 10 + Number(part) : part}`
  return `cp${page}`
}

/** Whether each stretch of it begins anew: what was split is not joined before it is read. */
export const isStateful = (label: string): boolean => /^(?:iso-2022|utf-7|hz)/.test(charsetNamed(label) ?? '')
