'use client'
import { createElement, Fragment, memo, type ReactNode } from 'react'
import { linkify } from './linkify'

/** What may be shown, and no attribute but a link's address: everything else is its words alone. */
const TAGS = new Set(['p', 'br', 'strong', 'em', 's', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote'])
const LINK = 'text-accent-ink underline underline-offset-2'

/** Words with their looks, built anew from the little that may be there: nothing of what came is put into the page. */
export const Looks = memo(function Looks({ html }: { html: string }) {
  // Read in a document of its own, where nothing runs and nothing is fetched.
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  return (
    <div dir="auto" className="looks [overflow-wrap:anywhere]">
      {inside(body, 0)}
    </div>
  )
})

const DEEPEST = 40

function inside(node: Node, depth: number): ReactNode[] {
  return [...node.childNodes].map((child, i) => <Fragment key={i}>{shown(child, depth)}</Fragment>)
}

function shown(node: Node, depth: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.parentElement?.closest('a,code') ? node.nodeValue : linked(node.nodeValue ?? '')
  if (!(node instanceof Element)) return null
  const tag = node.tagName.toLowerCase()
  if (depth > DEEPEST) return node.textContent
  if (tag === 'a') return <Anchor href={node.getAttribute('href') ?? ''}>{inside(node, depth + 1)}</Anchor>
  if (!TAGS.has(tag)) return inside(node, depth + 1)
  if (tag === 'br') return <br />
  const start = tag === 'ol' ? Number(node.getAttribute('start')) || undefined : undefined
  return createElement(tag, start ? { start } : null, ...inside(node, depth + 1))
}

function Anchor({ href, children }: { href: string; children: ReactNode }) {
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(href)) return children
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={LINK}>
      {children}
    </a>
  )
}

const linked = (text: string): ReactNode =>
  linkify(text).map((p, i) =>
    p.href ? (
      <Anchor key={i} href={p.href}>
        {p.text}
      </Anchor>
    ) : (
      p.text
    ),
  )
