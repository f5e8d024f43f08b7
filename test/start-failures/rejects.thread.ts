/*
 * An entry whose top-level await rejects, with something that is no Error.
 */
export default await Promise.reject("no luck today")
