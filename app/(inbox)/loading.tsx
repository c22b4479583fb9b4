import { Skeleton } from '@/components/ui/skeleton'

/** The shape of the inbox, while coming from another page. */
export default function Loading() {
  return (
    <div aria-busy className="flex h-dvh">
      <div className="hidden w-52 flex-col gap-3 border-e border-line p-4 lg:flex">
        {Array.from({ length: 8 }, (_, i) => (
          <Skeleton key={i} className="h-5" />
        ))}
      </div>
      <div className="flex w-full flex-col gap-5 border-e border-line bg-surface p-4 md:w-[22rem]">
        {Array.from({ length: 10 }, (_, i) => (
          <Skeleton key={i} className="h-12" />
        ))}
      </div>
      <div className="hidden grow bg-surface md:block" />
    </div>
  )
}
