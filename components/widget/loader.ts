/**
 * What a site puts on its pages: `<script async src="https://…/widget.js" data-key="…"></script>`. It draws the button
 * and keeps the session; the chat itself is an iframe of our own, made when somebody comes near the button. Built into
 * /widget.js by app/widget.js/route.ts. Every byte counts here: names are short on purpose, types cost nothing.
 */

import { SiteTabs } from './site-tabs'

/** The button's words by language, put in by the build. */
declare const LOADER_WORDS: Record<string, [open: string, close: string]>

;((w, d) => {
  if (w.Parley) return
  const script = d.currentScript as HTMLScriptElement
  const { key, color } = script.dataset
  const origin = new URL(script.src).origin
  const words = LOADER_WORDS[(d.documentElement.lang || navigator.language).slice(0, 2)] || LOADER_WORDS.en!
  const slot = `parley.${key}`
  const css = 'position:fixed;z-index:2147483000;border:0;inset-inline-end:'

  let frame: HTMLIFrameElement | undefined
  let ready = false
  let open = false
  // The frame takes the focus only when a person opened it: on the next page it is just there.
  let focus = false
  let unread = 0
  let user: unknown = w.parleySettings?.user
  // Where storage is refused, what is kept lasts as long as the page.
  const kept: Record<string, string> = {}
  const queue: unknown[] = []

  // What is half written, and whether the chat is open, are this tab's own: they last from page to page.
  const storage = (name: string) => (/draft|open/.test(name) ? sessionStorage : localStorage)
  /** '' is the token; 'box' what the chat has not sent yet, where its own storage is shut off. */
  const load = (name: string) => {
    try {
      return storage(name).getItem(slot + name) || kept[name]
    } catch {
      return kept[name]
    }
  }
  const save = (name: string, value = '') => {
    kept[name] = value
    try {
      value ? storage(name).setItem(slot + name, value) : storage(name).removeItem(slot + name)
    } catch {}
  }
  const post = (m: unknown) => (ready ? frame!.contentWindow!.postMessage(m, origin) : queue.push(m))

  const tabs = new SiteTabs(
    (v) => post({ t: 'told', v }),
    (v) => post({ t: 'lead', v }),
  )

  const button = d.createElement('button')
  const badge = d.createElement('b')
  const bubble = d.createElement('i')

  const draw = () => {
    button.setAttribute('aria-expanded', `${open}`)
    button.setAttribute('aria-label', open ? words[1] : unread ? `${words[0]} (${unread})` : words[0])
    badge.textContent = `${unread}`
    badge.style.display = unread && !open ? '' : 'none'
    if (!frame) return
    const { innerWidth: width, innerHeight: height, visualViewport: v } = w
    // What an on-screen keyboard leaves of the page. Of a zoomed page the viewport is a detail, and says nothing.
    const [top, room] = v && v.scale < 1.1 ? [v.offsetTop, v.height] : [0, height]
    const place =
      width < 480 || height < 440
        ? `0;top:${top}px;width:100%;height:${room}px`
        : `20px;bottom:${height - top - room + 88}px;width:380px;max-width:94%;height:min(640px,${room - 108}px);border-radius:16px;box-shadow:0 8px 40px #0004`
    // A frame that never says it is ready was refused by the browser: it stays out of sight.
    frame.style.cssText = `${css}${place};${open && ready ? '' : 'visibility:hidden;pointer-events:none'}`
  }
  // Beside the body: pages that exchange it (Turbo, Astro, htmx, Livewire) leave the chat alone. Where the whole document is
  // exchanged, both come back, and the frame, which then loads anew, is told again what it has to know.
  const attach = () => {
    for (const e of [button, frame]) {
      if (!e || e.isConnected) continue
      if (e === frame) ready = false
      d.documentElement.append(e)
    }
    for (const e of [d, d.documentElement]) observer.observe(e, { childList: true })
  }
  const observer = new MutationObserver(attach)
  const mount = () => {
    if (frame) return attach()
    frame = d.createElement('iframe')
    frame.src = `${origin}/widget/${key}`
    frame.title = 'Chat'
    frame.allow = 'clipboard-write'
    draw()
    attach()
  }
  const show = () => {
    mount()
    open = focus = true
    save('open', '1')
    post({ t: 'open' })
    draw()
    frame!.focus()
  }
  const hide = () => {
    if (!open) return
    open = focus = false
    save('open')
    post({ t: 'closed' })
    draw()
    button.focus()
  }

  w.addEventListener('message', (e) => {
    if (e.origin !== origin || !frame || e.source !== frame.contentWindow) return
    const { t, v, k } = e.data
    if (t === 'join') tabs.join(v)
    if (t === 'told') tabs.tell(v)
    if (t === 'leave') tabs.leave()
    if (t === 'part' || t === 'ready') tabs.close()
    if (t === 'ready') {
      ready = true
      post({ t: 'init', token: load(''), box: load('box'), draft: load('draft'), user, open, focus })
      for (const m of queue.splice(0)) post(m)
      draw()
      if (focus) frame.focus()
    }
    // Of two tabs that begin at once the first one's token stays, and both are told which.
    if (t === 'keep' && (k || !v || !load(''))) save(k, v)
    if (t === 'ask' || (t === 'keep' && !k)) post({ t: 'token', v: load('') })
    if (t === 'unread') {
      unread = v
      draw()
    }
    if (t === 'close') hide()
  })
  w.addEventListener('storage', (e) => e.key === slot && frame && post({ t: 'token', v: load('') }))

  w.Parley = {
    open: show,
    close: hide,
    identify: (who) => {
      user = who
      if (frame) post({ t: 'identify', v: who })
    },
    logout: () => {
      const token = load('')
      user = null
      save('')
      save('box')
      save('draft')
      if (token) mount()
      if (frame) post({ t: 'logout', v: token })
    },
  }

  button.type = 'button'
  button.style.cssText = `${css}20px;bottom:20px;width:56px;height:56px;padding:0;border-radius:28px;background:${color || '#2f5fe0'};color:#fff;cursor:pointer;box-shadow:0 4px 16px #0004`
  badge.style.cssText =
    'position:absolute;inset-inline-end:-4px;top:-4px;min-width:20px;padding:0 5px;box-sizing:border-box;border-radius:10px;background:#c0271d;font:700 12px/20px sans-serif'
  // A bubble from one box: a picture would be more bytes, and markup may be refused by the page's policy.
  bubble.style.cssText = 'position:absolute;inset:17px 15px 19px;border-radius:6px 6px 6px 0;background:currentColor'
  button.append(bubble, badge)
  button.onclick = () => (open ? hide() : show())
  button.onpointerenter = button.onfocus = mount
  // In braces: a handler that returns false would swallow the key.
  button.onkeydown = (e) => {
    if (e.key === 'Escape') hide()
  }
  draw()

  w.addEventListener('resize', draw)
  for (const name of ['resize', 'scroll']) w.visualViewport?.addEventListener(name, draw)

  const begin = () => {
    attach()
    open = !!load('open')
    if (open) mount()
    // Somebody who wrote before may have an answer waiting.
    else if (load('')) setTimeout(mount, 2000)
  }
  d.body ? begin() : d.addEventListener('DOMContentLoaded', begin)
})(window as Window & typeof globalThis & { Parley?: ParleyApi; parleySettings?: { user?: unknown } }, document)

/** `window.Parley`. `identify` takes a JWT of the site's backend, or `{name, email}`, which prove nothing. */
type ParleyApi = { open(): void; close(): void; identify(who: string | { name?: string; email?: string }): void; logout(): void }
