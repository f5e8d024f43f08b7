/*
 * What may be marked as moved: binary data itself, whose schema keeps its type.
 */
import * as Job from "@stevedore/core/Job"
import * as Schema from "effect/Schema"
import { same, type Same } from "./same.ts"

const bytes = Job.transfer(Schema.Uint8Array)
same<Same<typeof bytes, typeof Schema.Uint8Array>>()
void Job.transfer(Schema.instanceOf(Float64Array))
void Job.transfer(Schema.instanceOf(ArrayBuffer))
void Job.transfer(Schema.instanceOf(DataView))

// @ts-expect-error text is copied
void Job.transfer(Schema.String)
// @ts-expect-error the field is to be marked, not what holds it
void Job.transfer(Schema.Struct({ data: Schema.Uint8Array }))
// @ts-expect-error the member is to be marked
void Job.transfer(Schema.NullOr(Schema.Uint8Array))
