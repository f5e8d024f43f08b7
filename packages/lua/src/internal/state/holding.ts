/*
 * A job that holds its thread: it runs on where it can give others no turn, or in one native call. Nothing comes to the thread
 * meanwhile, no signal and no key: whoever minds (the command, on main) looks for them itself when it hears of that.
 */

/** Milliseconds of one turn after which a job holds its thread. */
export const holdsAfter = 100

/**
 * Of this thread. `seen` is called at each look at a job that holds it, with the milliseconds of its turn, and says whether that is to
 * end; null: nobody minds.
 */
export const holding: { seen: ((turn: number) => boolean) | null } = { seen: null }
