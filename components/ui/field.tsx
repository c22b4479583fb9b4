'use client'
import { type ReactElement, cloneElement, useId } from 'react'

type Control = ReactElement<{ id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }>

/** A control with its label, a hint and what is wrong with it, tied together for assistive tools. */
export function Field({ label, hint, error, children }: { label: string; hint?: string; error?: string; children: Control }) {
  const id = useId()
  const about = error || hint ? `${id}-about` : undefined
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {cloneElement(children, { id, 'aria-describedby': about, 'aria-invalid': error ? true : undefined })}
      {about && (
        <p id={about} className={error ? 'text-sm text-danger' : 'text-sm text-dim'}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}
