/*
 * Small messages that would become large, or would become objects of kinds that nobody declared, if they were decoded as they are.
 */

const repeated = (byte: number, length: number): ReadonlyArray<number> => Array.from({ length }, () => byte)

const text = (value: string): ReadonlyArray<number> => [0xa0 + value.length, ...new TextEncoder().encode(value)]

/** Name, bytes, and what is said of them. */
export const bombs: ReadonlyArray<readonly [string, Uint8Array, string]> = (
  [
    ["an array that says it has four billion elements", [0xdd, 0xff, 0xff, 0xff, 0xff], "more than 4096 values"],
    ["a map that says it has four billion entries", [0xdf, 0xff, 0xff, 0xff, 0xff], "more than 4096 values"],
    ["text that says it has four billion bytes", [0xdb, 0xff, 0xff, 0xff, 0xff], "ends in the middle"],
    ["arrays 100,000 deep", [...repeated(0x91, 100_000), 0], "nests more than 32 deep"],
    ["a mebibyte of empty maps", [0xdd, 0, 0x0f, 0xff, 0xfb, ...repeated(0x80, 1_048_571)], "more than 4096 values"],
    ["a regular expression", [0xc7, 4, 0x78, ...text("a"), ...text("g")], "extension that is no timestamp"],
    ["an error", [0xc7, 6, 0x65, 0x93, ...text("E"), ...text("m"), 0xc0], "extension that is no timestamp"],
    ["a set", [0xc7, 2, 0x73, 0x91, 1], "extension that is no timestamp"],
    ["a record", [0xd4, 0x72, 0x40, 0x91, ...text("a"), 1], "extension that is no timestamp"],
    ["a pointer to itself", [0xd6, 0x70, 0, 0, 0, 0], "extension that is no timestamp"],
    ["a cycle", [0xd6, 0x69, 0, 0, 0, 1, 0x91, 0xd6, 0x70, 0, 0, 0, 1], "extension that is no timestamp"],
    ["bundled strings", [0xd6, 0x62, 0, 0, 0, 9, 0x91, 0xc1], "extension that is no timestamp"],
    ["a timestamp of another length", [0xc7, 5, 0xff, 0, 0, 0, 0, 0], "extension that is no timestamp"],
    ["a prototype", [0x81, ...text("__proto__"), 0x81, ...text("admin"), 0xc3], "a key of a map is __proto__"],
    [
      "a prototype in a longer form",
      [0x81, 0xd9, 9, ...text("__proto__").slice(1), 0x80],
      "a key of a map is __proto__"
    ],
    ["a key that is no text", [0x81, 0x91, 1, 1], "a key of a map is no text"]
  ] as const
).map(([name, bytes, says]) => [name, Uint8Array.from(bytes), says])
