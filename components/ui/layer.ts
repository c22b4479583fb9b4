'use client'
import { createContext, useContext } from 'react'

const Layer = createContext<HTMLElement | null>(null)
export const LayerProvider = Layer.Provider

/** Where floating things belong: inside the open dialog (all else is inert then), else the page. */
export const useLayer = (): HTMLElement | undefined => useContext(Layer) ?? undefined
