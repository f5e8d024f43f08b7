export { lateThread as default } from "./group.ts"
