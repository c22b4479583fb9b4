import { cx } from './cx'

/** A grey shape where something will be. Hidden from assistive tools: the container says it is busy. */
export const Skeleton = ({ className }: { className?: string }) => <span aria-hidden className={cx('block animate-pulse rounded bg-sunken', className)} />
