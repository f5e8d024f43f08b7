export { gate as default } from "./gates.ts"
