/** What Meta tells of the advertisement or link by which somebody came: the `referral` of WhatsApp, Messenger and Instagram. */
import type { Incoming } from './channel'
import { obj, str } from './loose'

type Files = Extract<Incoming, { type: 'message' }>['files'] & object

/** Addresses of Meta's files are about so long; longer ones are no address. */
const URL_MAX = 4000

/** Its pictures and its video, to be fetched: their addresses end. What is no address is left out. */
export function referralFiles(referral: unknown): Files {
  const r = obj(referral)
  const ad = obj(r.ads_context_data)
  const isUrl = (url: string) => /^https?:\/\//i.test(url) && url.length <= URL_MAX && URL.canParse(url)
  const all: Files = [
    { ref: str(r.image_url), kind: 'image' },
    { ref: str(r.video_url), kind: 'video' },
    { ref: str(r.thumbnail_url), kind: 'image' },
    { ref: str(ad.photo_url), kind: 'image' },
    // The still of the video, not the video.
    { ref: str(ad.video_url), kind: 'image' },
  ]
  return all.filter((f, i) => isUrl(f.ref) && all.findIndex((other) => other.ref === f.ref) === i)
}
