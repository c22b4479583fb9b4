/** What to do, one after the other. */
export const Steps = ({ steps }: { steps: readonly string[] }) => (
  <ol className="flex max-w-prose list-decimal flex-col gap-1.5 ps-5 marker:text-dim">
    {steps.map((s) => (
      <li key={s} className="wrap-anywhere">
        {s}
      </li>
    ))}
  </ol>
)
