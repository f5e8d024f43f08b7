// As TypeScript and Babel write `export default function add` and `export const mul`.
"use strict"
Object.defineProperty(exports, "__esModule", { value: true })
exports.default = function add(a, b) {
  return a + b
}
exports.mul = (a, b) => a * b
