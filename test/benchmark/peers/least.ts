/* Both ways of `rawLeast.ts`, for either side. */
import type { Message } from "../message.ts"

/** Through shared memory, or by a buffer of its own that is moved. */
export type Way = "shared" | "moved"

/** What is posted: without its data where that lies in shared memory. */
export type Carried = Message & { readonly bytes: number }

export interface Carrier {
  readonly send: (message: Message) => void
  /** The message with data that belongs to whoever calls this. */
  readonly received: (carried: Carried) => Message
}

/** Memory of its own, which is not zeroed before it is written. `copy` of Buffer takes the fast way in shared memory, too. */
const copyOf = (from: Buffer): Uint8Array<ArrayBuffer> => {
  const out = Buffer.allocUnsafeSlow(from.length)
  from.copy(out)
  return new Uint8Array(out.buffer)
}

const bufferOf = ({ buffer, byteLength, byteOffset }: Uint8Array<ArrayBuffer>): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

export const carrierOf = (
  way: Way,
  memory: SharedArrayBuffer,
  post: (message: unknown, moved: ReadonlyArray<ArrayBuffer>) => void = () => undefined
): Carrier => {
  const block = Buffer.from(memory)
  return way === "shared"
    ? {
        send: ({ data, ...rest }) => {
          bufferOf(data!).copy(block)
          post({ ...rest, bytes: data!.byteLength }, [])
        },
        received: ({ bytes, ...rest }) => ({ ...rest, data: copyOf(block.subarray(0, bytes)) })
      }
    : {
        send: ({ data, ...rest }) => {
          const copy = copyOf(bufferOf(data!))
          post({ ...rest, data: copy, bytes: copy.byteLength }, [copy.buffer])
        },
        received: (carried) => carried
      }
}
