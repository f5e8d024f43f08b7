/*
 * What a transport carries: 40 bytes of header, in network order, and a body. docs/frame.md says what each field is for.
 *
 * ```
 *   0  'H' '1'      3  flags: codec (4 bits), redelivered, 0 0 0       16  object u64, 0 for none
 *   2  kind u8      4  message u32        8  fingerprint u64           24  source u64 (node u32, thread u32)
 *                                                                      32  sequence u64, up to 2^53 - 1      40  body …
 * ```
 */
export const HEADER_BYTES = 40

/**
 * What a frame is. A reply has the source of who replies, and the sequence of what it replies to; what takes a call back has both of that
 * call.
 */
export const Kind = { send: 1, call: 2, reply: 3, failure: 4, refusal: 5, takeBack: 6 } as const

const MAGIC = 0x4831
const CODEC_BITS = 0x0f
const REDELIVERED = 0x10

export interface Header {
  readonly kind: number
  /** Of the body: 0 msgpack, 1 SchemaBinary, 2 protobuf. */
  readonly codec: number
  readonly redelivered: boolean
  readonly messageId: number
  readonly fingerprint: bigint
  /** 0 for none. */
  readonly object: bigint
  readonly source: bigint
  readonly sequence: number
}

export interface Frame extends Header {
  /** A view of the frame. */
  readonly body: Uint8Array
}

export const write = (header: Header, body: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(HEADER_BYTES + body.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, MAGIC)
  view.setUint8(2, header.kind)
  view.setUint8(3, header.codec | (header.redelivered ? REDELIVERED : 0))
  view.setUint32(4, header.messageId)
  view.setBigUint64(8, header.fingerprint)
  view.setBigUint64(16, header.object)
  view.setBigUint64(24, header.source)
  view.setUint32(32, Math.floor(header.sequence / 2 ** 32))
  view.setUint32(36, header.sequence >>> 0)
  bytes.set(body, HEADER_BYTES)
  return bytes
}

/** Names a call, and what takes it back. */
export const callOf = ({ sequence, source }: Header): string => `${source}/${sequence}`

/** If it is a frame. */
export const isTakeBack = (bytes: Uint8Array): boolean => bytes[2] === Kind.takeBack

/** Undefined for what is no frame. Whatever the bytes are, nothing is thrown. */
export const read = (bytes: Uint8Array): Frame | undefined => {
  const frame = readUpTo(Kind.takeBack, bytes)
  return frame === undefined || frame.source === 0n ? undefined : frame
}

/** Between a gateway and its clients nobody has a source: the connection is who it is. Nothing is taken back there. */
export const readAnonymous = (bytes: Uint8Array): Frame | undefined => readUpTo(Kind.refusal, bytes)

const readUpTo = (last: number, bytes: Uint8Array): Frame | undefined => {
  if (bytes.length < HEADER_BYTES) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kind = view.getUint8(2)
  const flags = view.getUint8(3)
  const messageId = view.getUint32(4)
  const source = view.getBigUint64(24)
  const sequence = view.getUint32(32) * 2 ** 32 + view.getUint32(36)
  if (view.getUint16(0) !== MAGIC || kind < Kind.send || kind > last) return undefined
  if ((flags & ~(CODEC_BITS | REDELIVERED)) !== 0 || messageId === 0) return undefined
  if (!Number.isSafeInteger(sequence)) return undefined
  return {
    kind,
    codec: flags & CODEC_BITS,
    redelivered: (flags & REDELIVERED) !== 0,
    messageId,
    fingerprint: view.getBigUint64(8),
    object: view.getBigUint64(16),
    source,
    sequence,
    body: bytes.subarray(HEADER_BYTES)
  }
}
