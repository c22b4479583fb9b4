'use server'

/** What an agent does to messages already written. Sending goes through /api/ui, where it may be retried. */
import { actAgain, letActBe } from '@/lib/domain/messages/act-again'
import { retry } from '@/lib/domain/messages/delivery'
import { edit } from '@/lib/domain/messages/edit'
import { react, unreact } from '@/lib/domain/messages/reactions'
import { remove } from '@/lib/domain/messages/remove'
import { fetchAgain } from '@/lib/domain/messages/waiting-files'
import { type Input, run } from './run'

export async function editAction(input: Input<typeof edit>) {
  return run(edit, input)
}

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
