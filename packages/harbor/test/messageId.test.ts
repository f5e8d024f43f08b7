/*
 * Ids of messages, against values of other implementations of CRC-32.
 */
import { assert, describe, it } from "@effect/vitest"
import * as MessageId from "@stevedore/harbor/MessageId"

const golden: ReadonlyArray<readonly [string, string]> = [
  ["", "00000000"],
  ["a", "e8b7be43"],
  ["abc", "352441c2"],
  ["123456789", "cbf43926"],
  ["message digest", "20159d7f"],
  ["The quick brown fox jumps over the lazy dog", "414fa339"],
  ["你好", "50a2b841"],
  ["smsg_user_login", "e027a851"],
  ["cmsg_login", "894ad3c1"]
]

describe("ids of messages", () => {
  it("C01 are the CRC-32 of the name's UTF-8 bytes, unsigned", () => {
    for (const [name, hex] of golden) assert.strictEqual(MessageId.toHex(MessageId.of(name)), hex)
    assert.strictEqual(MessageId.of("123456789"), 3_421_780_262)
  })
})
