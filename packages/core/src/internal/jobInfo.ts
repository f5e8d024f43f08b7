/**
 * Builds what `CurrentJob` provides.
 */
import type { JobInfo } from "../CurrentJob.ts"
import type { Key } from "../Job.ts"

export const makeJobInfo = (options: {
  readonly actor: string
  readonly name: string
  readonly id: number
  readonly senderId: number
  readonly senderName: string
  readonly key: Key | undefined
  readonly deadline: number
  readonly enqueuedAt: number
}): JobInfo => ({
  actor: options.actor,
  name: options.name,
  id: options.id,
  sender: { id: options.senderId, name: options.senderName },
  key: options.key,
  deadline: options.deadline === 0 ? undefined : options.deadline,
  enqueuedAt: options.enqueuedAt,
  startedAt: Date.now(),
  attempt: 1
})
