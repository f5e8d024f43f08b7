/*
 * A module of plain functions: a generator that computes between its elements.
 */
import * as Board from "../conformance/board.ts"
import { compute } from "./compute.ts"

/** As the stream of computing.protocol.ts. */
export function* elements(gate: number): Generator<number | boolean> {
  yield 1
  compute()
  yield 2
  yield Board.standBefore(gate)
}
