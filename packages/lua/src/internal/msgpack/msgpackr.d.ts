/** The build of msgpackr that has no types of its own: see msgpack.ts for why it is the one we load. */
declare module "msgpackr/index-no-eval" {
  export { addExtension, Packr } from "msgpackr"
}
