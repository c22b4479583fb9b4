/** Three lamps, drawn. They say nothing that the words beside them do not. */
import type { ReactNode } from 'react'

const Picture = ({ children, ground }: { children: ReactNode; ground: string }) => (
  <svg viewBox="0 0 200 200" aria-hidden className="block w-full rounded-2xl" preserveAspectRatio="xMidYMid slice">
    <rect width="200" height="200" fill={ground} />
    {children}
  </svg>
)

export const Pebble = () => (
  <Picture ground="#f1dfc6">
    <circle cx="100" cy="84" r="74" fill="#ffe9b8" opacity=".7" />
    <path d="M68 60h64l18 56H50z" fill="#fbf3e4" />
    <path d="M97 116h6v22h-6z" fill="#b98544" />
    <ellipse cx="100" cy="152" rx="34" ry="18" fill="#8a5a33" />
    <path d="M0 168h200v32H0z" fill="#d9b98f" />
  </Picture>
)
export const Reed = () => (
  <Picture ground="#d9dfd3">
    <circle cx="130" cy="56" r="58" fill="#fff4d2" opacity=".8" />
    <path d="M70 172C70 110 84 60 124 44" fill="none" stroke="#3d3428" strokeWidth="5" strokeLinecap="round" />
    <path d="M112 34l34 6-12 30-30-14z" fill="#3d3428" />
    <ellipse cx="70" cy="174" rx="26" ry="6" fill="#3d3428" />
    <path d="M0 176h200v24H0z" fill="#b9c2ad" />
  </Picture>
)
export const Moon = () => (
  <Picture ground="#26323f">
    <path d="M99 0h2v56h-2z" fill="#c9a46a" />
    <circle cx="100" cy="98" r="66" fill="#ffedc2" opacity=".22" />
    <circle cx="100" cy="98" r="42" fill="#fff3d6" />
    <path d="M74 128a42 42 0 0 0 66-44 42 42 0 0 1-66 44z" fill="#f0d9a8" />
    <path d="M0 178h200v22H0z" fill="#4a3a2a" />
  </Picture>
)
