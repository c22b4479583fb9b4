/**
 * What a site puts on its pages: `<script async src="https://…/widget.js" data-key="…"></script>`. It draws the button
 * and keeps the session; the chat itself is an iframe of our own, made when somebody comes near the button. Built into
 * /widget.js by app/widget.js/route.ts. Every byte counts here: names are short on purpose, types cost nothing.
 */

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
  let unread = 0
  let user: unknown = w.parleySettings?.user
  // Where storage is refused, what is kept lasts as long as the page.
  const kept: Record<string, string> = {}
  const queue: unknown[] = []

  /** '' is the token; 'box' what the chat has not sent yet, where its own storage is shut off. */
  const load = (name: string) => {
    try {
      return localStorage.getItem(slot + name) || kept[name]
    } catch {
      return kept[name]
    }
  }
  const save = (name: string, value = '') => {
    kept[name] = value
    try {
      value ? localStorage.setItem(slot + name, value) : localStorage.removeItem(slot + name)
    } catch {}
  }
  const post = (m: unknown) => (ready ? frame!.contentWindow!.postMessage(m, origin) : queue.push(m))

  const button = d.createElement('button')
  const badge = d.createElement('b')
  const bubble = d.createElement('i')

  const draw = () => {
    button.setAttribute('aria-expanded', `${open}`)
    button.setAttribute('aria-label', open ? words[1] : unread ? `${words[0]} (${unread})` : words[0])
    badge.textContent = `${unread}`
    badge.style.display = unread && !open ? '' : 'none'
    if (!frame) return
    const small = w.innerWidth < 480
    // A frame that never says it is ready was refused by the browser: it stays out of sight.
    frame.style.cssText = `${css}${small ? '0;bottom:0;width:100%;height:100%' : '20px;bottom:88px;width:380px;max-width:94%;height:min(640px,100vh - 108px);border-radius:16px;box-shadow:0 8px 40px #0004'};${open && ready ? '' : 'visibility:hidden;pointer-events:none'}`
  }
  const mount = () => {
    if (frame) return
    frame = d.createElement('iframe')
    frame.src = `${origin}/widget/${key}`
    frame.title = 'Chat'
    frame.allow = 'clipboard-write'
    draw()
    d.body.append(frame)
  }
  const show = () => {
    mount()
    open = true
    post({ t: 'open' })
    draw()
    frame!.focus()
  }
  const hide = () => {
    if (!open) return
    open = false
    post({ t: 'closed' })
    draw()
    button.focus()
  }

  w.addEventListener('message', (e) => {
    if (e.origin !== origin || !frame || e.source !== frame.contentWindow) return
    const { t, v, k } = e.data
    if (t === 'ready') {
      ready = true
      post({ t: 'init', token: load(''), box: load('box'), user, open })
      for (const m of queue.splice(0)) post(m)
      draw()
      if (open) frame.focus()
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

  const begin = () => {
    d.body.append(button)
    // Somebody who wrote before may have an answer waiting.
    if (load('')) setTimeout(mount, 2000)
  }
  d.body ? begin() : d.addEventListener('DOMContentLoaded', begin)
})(window as Window & typeof globalThis & { Parley?: ParleyApi; parleySettings?: { user?: unknown } }, document)

/** `window.Parley`. `identify` takes a JWT of the site's backend, or `{name, email}`, which prove nothing. */
type ParleyApi = { open(): void; close(): void; identify(who: string | { name?: string; email?: string }): void; logout(): void }
