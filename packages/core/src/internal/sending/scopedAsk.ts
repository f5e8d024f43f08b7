/**
 * An ask whose result is read where it lies: its binary data is handed out as views of the reply's block, which this thread
 * holds until the caller's Scope closes. Used by the sending thread only.
 *
 * Only of blocks that mail may have, too: those behind are for replies alone, and results that somebody keeps must not hold up
 * the replies of others. Where nothing else is left a result is a copy.
 */
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import type { Calls } from "./calls.ts"
import { Ask } from "./clientJobs.ts"
import { jobOf, type RunningInfo } from "../jobInfo.ts"
import { blockClass } from "../memory/layout.ts"
import * as Record from "../record.ts"
import { Lease } from "../thread/lease.ts"
import type { Mesh } from "../thread/mesh.ts"

/** What a reply was read with, until its reader's time is over. Made before the ask is sent, so it is never nobody's. */
export class ReplyViews {
  private lease: Lease | undefined = undefined
  private isOver = false

  keep(lease: Lease): void {
    if (this.isOver) lease.end()
    else this.lease = lease
  }

  end(): void {
    this.isOver = true
    this.lease?.end()
    this.lease = undefined
  }
}

export class ScopedAsk extends Ask {
  private readonly kept: ReplyViews

  constructor(views: ReplyViews, ...ask: ConstructorParameters<typeof Ask>) {
    super(...ask)
    this.kept = views
  }

  override get views(): ReplyViews {
    return this.kept
  }
}

/** Asks with views that are over when the Scope closes: inside a handler when its job was answered, perhaps with them. */
export const withViews = (
  calls: Calls,
  ask: (views: ReplyViews) => Effect.Effect<unknown, unknown>
): Effect.Effect<unknown, unknown> => {
  const scoped = Effect.withFiber((fiber) => {
    const views = new ReplyViews()
    const job = jobOf(fiber)
    const over = Effect.sync(() => end(calls, views, job))
    return Effect.andThen(
      Effect.flatMap(Effect.scope, (scope) => Scope.addFinalizer(scope, over)),
      ask(views)
    )
  })
  // No verb says what it needs; the client's type does.
  return scoped as Effect.Effect<unknown, unknown>
}

const end = ({ system }: Calls, views: ReplyViews, job: RunningInfo | undefined): void => {
  // What the thread held was given back with it.
  const release = (): void => (system.loop.isReleased ? undefined : views.end())
  if (job?.keepUntilAnswered(release) !== true) release()
}

/** The block of a reply that is being drained, held from now on; `undefined` where it is read at once, and copied. */
export const leaseReply = (mesh: Mesh, at: number): Lease | undefined => {
  const { layout, words } = mesh.arena
  const head = words[at + Record.Field.head]!
  if (!Record.isSpilled(head) || Record.kindOf(head) !== Record.Kind.success) return undefined
  const block = Record.blockNumber(words[at + Record.Spilled.expressBlock]!)
  const [small] = layout.blockUnits
  const { mailCount } = layout.blockUnits[blockClass(layout, block)]!
  if ((block < small.count ? block : block - small.count) >= mailCount) return undefined
  // Before the lane's `head`, and before any acknowledgement of its sender's death, as a block of mail: see `pass`.
  mesh.pool.holdBlock(block)
  return new Lease(mesh, block, () => mesh.pool.freeBlock(block, mesh.onWake))
}
