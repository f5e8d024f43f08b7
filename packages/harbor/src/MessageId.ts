/**
 * Ids of messages: the CRC-32 of the name, the same in every process and every language.
 */
import type * as Brand from "effect/Brand"
import { crc32 } from "node:zlib"

/** An unsigned 32-bit number, never 0. */
export type MessageId = number & Brand.Brand<"@stevedore/harbor/MessageId">

/**
 * The id of a name: CRC-32 (IEEE 802.3, as in zlib) of its UTF-8 bytes, unsigned. Two names may have one id: see `Registry`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as MessageId from "@stevedore/harbor/MessageId"
 *
 * assert.equal(MessageId.of("smsg_user_login"), 0xe027a851)
 * ```
 */
export const of = (name: string): MessageId => crc32(name) as MessageId

/**
 * Eight hexadecimal digits, for logs and errors.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as MessageId from "@stevedore/harbor/MessageId"
 *
 * assert.equal(MessageId.toHex(MessageId.of("cmsg_login")), "894ad3c1")
 * ```
 */
export const toHex = (id: MessageId): string => id.toString(16).padStart(8, "0")
