/*
 * msgpack maps: what any language reads. Objects are maps by field name, bytes are bin, dates are timestamps; all else is as
 * in JSON, so a bigint is text. Never core's positional arrays, whose order is a matter of one build.
 *
 * `index-no-eval`, as in core: the plain entry would load a native part and generate code.
 */
import * as Schema from "effect/Schema"
import { Packr } from "msgpackr/index-no-eval"
import { copy, mapNatives } from "../natives.ts"
import { type Body, BodyFailure, bodyOf } from "./body.ts"
import { type Limits, refusal } from "./guard.ts"

const packr = new Packr({
  useRecords: false,
  mapsAsObjects: true,
  variableMapSize: true,
  int64AsType: "auto",
  // Without it every binary field would alias the frame it was read from.
  copyBuffers: true
  // Its types lag behind what it takes.
} as unknown as ConstructorParameters<typeof Packr>[0])

/** Left alone by `toCodecJson`: a declaration without a link says of itself that it is what is to be written. */
const native = { toCodecJson: () => undefined, toCodec: undefined }

const wireSchema = (schema: Schema.Top): Schema.Top =>
  Schema.toCodecJson(
    Schema.make(mapNatives(schema.ast, (_, ast) => copy(ast, { annotations: { ...ast.annotations, ...native } })))
  )

export const msgpackBody = (schema: Schema.Top, limits: Limits): Body =>
  bodyOf(
    wireSchema(schema),
    (wire) => {
      // A copy, and no Buffer: msgpackr packs into memory that it goes on using.
      const bytes = new Uint8Array(packr.pack(wire) as Uint8Array)
      // What the other side would refuse is refused here, where somebody can learn of it.
      check(bytes, limits)
      return bytes
    },
    (bytes) => {
      check(bytes, limits)
      return packr.unpack(plain(bytes))
    }
  )

/** What is cut from a Buffer is a Buffer: users who declare bytes get the plain kind. */
const plain = (bytes: Uint8Array): Uint8Array =>
  bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)

const check = (bytes: Uint8Array, limits: Limits): void => {
  const issue = refusal(bytes, limits)
  if (issue !== undefined) throw new BodyFailure(issue)
}
