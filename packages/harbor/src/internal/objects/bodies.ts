/**
 * What is sent to objects, and what they are where they move, as bytes: core's codec, as for all that stays in the process,
 * whatever codec a message has for others. Compiled once for each schema, bound once for each thread.
 */
import * as Codec from "@stevedore/core/Codec"
import type * as Context from "effect/Context"
import type * as Schema from "effect/Schema"
import type * as Message from "../../Message.ts"
import { nothing } from "./delivery.ts"

/** Both throw what `issueOf` reads. */
export interface Body {
  readonly encode: (value: unknown) => Uint8Array
  readonly decode: (bytes: Uint8Array) => unknown
}

export interface MessageBodies {
  readonly payload: Body
  readonly success: Body
  readonly error: Body
}

/** What a schema or a codec threw, as text. */
export const issueOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : (thrown as Codec.CodecFailure).issue

export class Bodies {
  private readonly context: Context.Context<never>
  private readonly known = new WeakMap<Message.Any, MessageBodies>()

  constructor(context: Context.Context<never>) {
    this.context = context
  }

  /** Throws where a schema cannot be carried. */
  of(message: Message.Any): MessageBodies {
    const known = this.known.get(message)
    if (known !== undefined) return known
    const { errorSchema, payloadSchema, successSchema } = message.rpc
    const bodies = {
      payload: this.body(payloadSchema, "make"),
      success: this.body(successSchema, "type"),
      error: this.body(errorSchema, "type")
    }
    this.known.set(message, bodies)
    return bodies
  }

  body(schema: Schema.Top, input: "make" | "type"): Body {
    const codec = Codec.make(schema, { input }).bind(this.context)
    return {
      encode: (value) => {
        const length = codec.encode(value)
        return length === 0 ? nothing : Codec.scratch.bytes.slice(0, length)
      },
      decode: (bytes) => codec.decode(bytes, 0, bytes.length)
    }
  }
}
