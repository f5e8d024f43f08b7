export { eager as default } from "./listeners.ts"
