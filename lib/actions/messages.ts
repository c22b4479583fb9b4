'use server'

/** What an agent does to messages already written. Words go through /api/ui: sent, they may be retried, and a body of actions is small. */
import { actAgain, letActBe } from '@/lib/domain/messages/act-again'
import { retry } from '@/lib/domain/messages/delivery'
import { react, unreact } from '@/lib/domain/messages/reactions'
import { remove } from '@/lib/domain/messages/remove'
import { fetchAgain } from '@/lib/domain/messages/waiting-files'
import { type Input, run } from './run'

export async function removeAction(input: Input<typeof remove>) {
  return run(remove, input)
}

export async function retryAction(input: Input<typeof retry>) {
  return run(retry, input)
}

export async function reactAction(input: Input<typeof react>) {
  return run(react, input)
}

export async function unreactAction(input: Input<typeof unreact>) {
  return run(unreact, input)
}

export async function fetchAgainAction(input: Input<typeof fetchAgain>) {
  return run(fetchAgain, input)
}

export async function actAgainAction(input: Input<typeof actAgain>) {
  return run(actAgain, input)
}

export async function letActBeAction(input: Input<typeof letActBe>) {
  return run(letActBe, input)
}
