/*
 * An entry whose Layer fails, with a typed error.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Echo } from "./echo.protocol.ts"

class NoDatabase extends Schema.TaggedError<NoDatabase>()("NoDatabase", { host: Schema.String }) {
  override get message(): string {
    return `no database at ${this.host}`
  }
}

export default Echo.toLayer(Effect.fail(new NoDatabase({ host: "db.example" })))
