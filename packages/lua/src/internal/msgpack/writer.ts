/*
 * Bytes that grow: what is packed is written here, used once, and overwritten by what is packed next. One for each thread is
 * enough, since packing never waits. Knows MessagePack's headers and nothing of Lua.
 */
import { LuaCodecError } from "../../LuaError.ts"

const INITIAL_SIZE = 4096
/** So many bytes are copied sooner one by one than all at once. */
const SHORT = 48
/** Above this the bytes are given back after use: one huge message must not pin its size for good. */
const KEPT_SIZE = 1024 * 1024
/** A table that holds another one twice, which holds another one twice, …, is small and has no end on the wire. */
export const MAXIMUM_SIZE = 64 * 1024 * 1024

const TWO_32 = 2 ** 32

export class Writer {
  bytes = new Uint8Array(INITIAL_SIZE)
  position = 0
  private view = new DataView(this.bytes.buffer)

  /** Forgets what was written. */
  reset(): void {
    this.position = 0
    if (this.bytes.length > KEPT_SIZE) this.resize(INITIAL_SIZE)
  }

  /** A copy of what was written. */
  copy(): Uint8Array<ArrayBuffer> {
    const { bytes, position } = this
    if (position > SHORT) return bytes.slice(0, position)
    const copy = new Uint8Array(position)
    for (let i = 0; i < position; i++) copy[i] = bytes[i]!
    return copy
  }

  /** Makes room for so many bytes more. */
  reserve(size: number): void {
    if (this.position + size > this.bytes.length) this.grow(size)
  }

  private grow(size: number): void {
    const needed = this.position + size
    if (needed > MAXIMUM_SIZE) this.refuse(`cannot serialize more than ${MAXIMUM_SIZE} bytes`)
    const room = Math.min(Math.max(needed, 2 * this.bytes.length), MAXIMUM_SIZE)
    this.allow(room)
    this.resize(room)
  }

  /** Before it grows to so many bytes. */
  protected allow(_size: number): void {}

  private resize(size: number): void {
    const bytes = new Uint8Array(size)
    bytes.set(this.bytes.subarray(0, Math.min(this.position, size)))
    this.bytes = bytes
    this.view = new DataView(bytes.buffer)
  }

  /** The packer knows where in the value it is. */
  protected refuse(detail: string): never {
    throw new LuaCodecError({ path: "", detail })
  }

  byte(byte: number): void {
    this.reserve(1)
    this.bytes[this.position++] = byte
  }

  /** A code and so many bits of a number, 8, 16 or 32. */
  private coded8(code: number, number: number): void {
    this.reserve(2)
    const { bytes, position } = this
    bytes[position] = code
    bytes[position + 1] = number
    this.position = position + 2
  }

  private coded16(code: number, number: number): void {
    this.reserve(3)
    const { bytes, position } = this
    bytes[position] = code
    bytes[position + 1] = number >> 8
    bytes[position + 2] = number
    this.position = position + 3
  }

  private coded32(code: number, number: number): void {
    this.reserve(5)
    const { bytes, position } = this
    bytes[position] = code
    bytes[position + 1] = number >>> 24
    bytes[position + 2] = number >>> 16
    bytes[position + 3] = number >>> 8
    bytes[position + 4] = number
    this.position = position + 5
  }

  /** A number without a fraction, |number| ≤ 2^53, in its shortest form. */
  integer(number: number): void {
    if (number >= 0) {
      if (number < 0x80) this.byte(number)
      else if (number < 0x100) this.coded8(0xcc, number)
      else if (number < 0x10000) this.coded16(0xcd, number)
      else if (number < TWO_32) this.coded32(0xce, number)
      else this.halves(0xcf, number)
    } else if (number >= -0x20) this.byte(number & 0xff)
    else if (number >= -0x80) this.coded8(0xd0, number)
    else if (number >= -0x8000) this.coded16(0xd1, number)
    else if (number >= -0x80000000) this.coded32(0xd2, number)
    else this.halves(0xd3, number)
  }

  private halves(code: number, number: number): void {
    const high = Math.floor(number / TWO_32)
    this.coded32(code, high)
    this.raw32(number - high * TWO_32)
  }

  raw32(number: number): void {
    this.reserve(4)
    const { bytes, position } = this
    bytes[position] = number >>> 24
    bytes[position + 1] = number >>> 16
    bytes[position + 2] = number >>> 8
    bytes[position + 3] = number
    this.position = position + 4
  }

  /** -2^63 ≤ number < 2^64. */
  bigint(number: bigint): void {
    this.reserve(9)
    const { position } = this
    this.bytes[position] = number < 0n ? 0xd3 : 0xcf
    this.view.setBigUint64(position + 1, BigInt.asUintN(64, number))
    this.position = position + 9
  }

  float64(number: number): void {
    this.reserve(9)
    const { position } = this
    this.bytes[position] = 0xcb
    this.view.setFloat64(position + 1, number)
    this.position = position + 9
  }

  array(length: number): void {
    if (length < 16) this.byte(0x90 | length)
    else if (length < 0x10000) this.coded16(0xdc, length)
    else this.coded32(0xdd, length)
  }

  map(size: number): void {
    if (size < 16) this.byte(0x80 | size)
    else if (size < 0x10000) this.coded16(0xde, size)
    else this.coded32(0xdf, size)
  }

  /** The header of a string of 32 bytes or more, or of a shorter one that is no text. */
  stringHeader(length: number, text: boolean): void {
    if (length < 0x100) this.coded8(text ? 0xd9 : 0xc4, length)
    else if (length < 0x10000) this.coded16(text ? 0xda : 0xc5, length)
    else this.coded32(text ? 0xdb : 0xc6, length)
  }

  /** `type` from -128 to 127. */
  extension(type: number, length: number): void {
    const fixed = length === 1 ? 0 : length === 2 ? 1 : length === 4 ? 2 : length === 8 ? 3 : length === 16 ? 4 : -1
    if (fixed >= 0) this.byte(0xd4 + fixed)
    else if (length < 0x100) this.coded8(0xc7, length)
    else if (length < 0x10000) this.coded16(0xc8, length)
    else this.coded32(0xc9, length)
    this.byte(type & 0xff)
  }

  /** Bytes as they stand. */
  raw(bytes: Uint8Array): void {
    const { length } = bytes
    this.reserve(length)
    this.bytes.set(bytes, this.position)
    this.position += length
  }
}
