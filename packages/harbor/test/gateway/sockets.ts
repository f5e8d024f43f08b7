/*
 * Sockets that end here: what one side writes the other reads, as the operating system's would do, without one.
 */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Socket from "effect/socket/Socket"

type Chunk = Uint8Array

/** The gateway's end, as a socket, and the client's, as it likes. */
export interface Line {
  readonly socket: Socket.Socket
  readonly write: (bytes: Uint8Array) => Effect.Effect<void>
  /** The next bytes from the gateway; fails when it has closed. */
  readonly read: Effect.Effect<Uint8Array, "closed">
  readonly close: Effect.Effect<void>
}

const closed = Effect.fail(
  new Socket.SocketError({ reason: new Socket.SocketCloseError({ code: 1000, closeReason: "" }) })
)

/** `room`: chunks that the gateway may have written and the client has not read. */
export const line = (room = 1024): Effect.Effect<Line> =>
  Effect.gen(function* () {
    const up = yield* Queue.make<Chunk, "closed">()
    const down = yield* Queue.make<Chunk, "closed">({ capacity: room })
    const pull = Effect.catchCause(Queue.takeAll(up), () => closed)
    return {
      socket: Socket.make({
        reader: Effect.acquireRelease(Effect.succeed({ pull: pull as never, upgrade: () => closed }), () =>
          Queue.fail(up, "closed")
        ),
        writer: Effect.acquireRelease(
          Effect.succeed({
            write: (chunk: Uint8Array | string | Socket.CloseEvent) =>
              chunk instanceof Uint8Array
                ? Effect.asVoid(Queue.offer(down, chunk))
                : Effect.asVoid(Queue.fail(down, "closed")),
            writeAll: (chunks: ReadonlyArray<Uint8Array | string>) =>
              Effect.asVoid(Queue.offerAll(down, chunks as ReadonlyArray<Uint8Array>))
          }),
          () => Queue.fail(down, "closed")
        )
      }),
      write: (bytes) => Effect.asVoid(Queue.offer(up, bytes)),
      read: Queue.take(down),
      close: Effect.asVoid(Queue.fail(up, "closed"))
    }
  })

/** The client's end as a socket, for who reads and writes as the gateway does. */
export const clientSocket = ({ read, write, close }: Line): Socket.Socket =>
  Socket.make({
    reader: Effect.acquireRelease(
      Effect.succeed({
        pull: Effect.matchEffect(read, {
          onSuccess: (bytes) => Effect.succeed([bytes] as const),
          onFailure: () => closed
        }),
        upgrade: () => closed
      }),
      () => close
    ),
    writer: Effect.succeed({
      write: (chunk) => (chunk instanceof Uint8Array ? write(chunk) : close),
      writeAll: (chunks) => Effect.forEach(chunks, (chunk) => write(chunk as Uint8Array), { discard: true })
    })
  })
