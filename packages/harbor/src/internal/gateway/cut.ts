/*
 * Why a gateway ends a connection.
 */
import type { HarborError } from "../../HarborError.ts"

/**
 * `Left`: the client went by itself. `Kicked`: the program ended it. `Closed`: the gateway has closed, or the server of its socket.
 * `Overloaded`: nobody has taken anything of what it has sent for so long, and there was no room for more. `Unclaimed`: the gateway's
 * `claim` had no id for it, and why. All others are what a client has done: sent more at once than it may (`TooLarge`), more often
 * (`TooFast`), a message that clients do not send (`NotAClientMessage`), an object's or a sender's id (`ForgedId`), bytes that are no
 * frame (`BadFrame`), a frame that it did not finish in time (`HalfFrame`); or it does not read what it is sent (`Slow`). Sizes in
 * bytes; `bytes` is undefined where its server of WebSockets has refused a message, which does not say how large it was to be.
 */
export type Cut =
  | { readonly _tag: "Left" }
  | { readonly _tag: "Kicked"; readonly detail: string }
  | { readonly _tag: "Closed" }
  | { readonly _tag: "Overloaded"; readonly afterMillis: number }
  | { readonly _tag: "Unclaimed"; readonly error: HarborError }
  | { readonly _tag: "TooLarge"; readonly bytes: number | undefined; readonly limitBytes: number }
  | { readonly _tag: "TooFast"; readonly messagesPerSecond: number }
  | { readonly _tag: "NotAClientMessage"; readonly messageId: number }
  | { readonly _tag: "ForgedId"; readonly id: bigint }
  | { readonly _tag: "BadFrame" }
  | { readonly _tag: "HalfFrame"; readonly afterMillis: number }
  | { readonly _tag: "Slow"; readonly limitBytes: number }
