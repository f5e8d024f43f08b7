import { Dr as sync, Er as suspend, Fr as withFiber, Hn as addFinalizer, Ki as dual, Pr as void_, Qn as fail, Tr as succeed, Wi as constVoid, Wr as provide, _r as provide$1, an as ActorError, br as runFork, ci as isSuccess, d as ThreadSpawner, gi as squash, kr as tapCause, l as layer$3, ln as InvalidOption, lr as isEffect, nr as forEach, or as gen, pi as hasInterruptsOnly, un as StartFailed, ur as logError, zr as effect } from "./handlers-LJr5_m9_.js";
import { n as entry$1, t as Primes } from "./primes.protocol-C6nUBfOx.js";
import { a as lastWords, c as make$2, i as compileCache, l as channel, n as show, o as candidates, r as code, s as existing, u as open } from "./threadOutput-BGnIlhC7.js";
import { MessageChannel, Worker } from "node:worker_threads";
// ../../../node_modules/effect/dist/Runtime.js
/**
* Helpers for turning an `Effect` program into a host application's main entry
* point. This module is the low-level layer used by platform adapters to run a
* main effect, observe its fiber, report unhandled failures, and translate the
* resulting `Exit` into an application or process exit code. It provides
* `makeRunMain`, the default teardown behavior, and error markers for custom
* exit codes and already-reported failures. Application code usually calls the
* platform-provided runner instead of using this module directly.
*
* @stability stable
* @since 4.0.0
*/
/**
* The default teardown function that determines exit codes from an Effect exit.
*
* **When to use**
*
* Use as the standard teardown for main programs with conventional process
* exit codes and support for {@link errorExitCode}.
*
* **Details**
*
* This teardown follows these exit-code rules:
*
* - `0` for successful completion.
* - `130` for interruption-only failures.
* - The squashed error's {@link errorExitCode} value for other failures when
*   present.
* - `1` for other failures.
*
* **Gotchas**
*
* The `130` code is used only when the Cause contains interruptions and no
* other failure reasons. Mixed causes use the squashed error path instead.
*
* **Example** (Referencing default teardown)
*
* ```ts import.meta.vitest
* import { Exit, Runtime } from "effect"
*
* const exitCodes: Array<number> = []
* const collectExitCode = (exit: Exit.Exit<any, any>) =>
*   Runtime.defaultTeardown(exit, (code) => exitCodes.push(code))
*
* collectExitCode(Exit.succeed(42))
* collectExitCode(Exit.fail("error"))
* collectExitCode(Exit.interrupt(123))
*
* exitCodes // => [0, 1, 130]
* ```
*
* @see {@link errorExitCode} for customizing failure exit codes
*
* @stability stable
* @category running
* @since 4.0.0
*/
const defaultTeardown = (exit, onExit) => {
	if (isSuccess(exit)) return onExit(0);
	if (hasInterruptsOnly(exit.cause)) return onExit(130);
	return onExit(getErrorExitCode(squash(exit.cause)));
};
/**
* Creates a platform-specific main program runner that handles Effect execution lifecycle.
*
* **When to use**
*
* Use when building a runtime adapter for a host platform.
*
* **Details**
*
* The setup function runs before user code and receives the main fiber and a
* teardown callback to install platform-specific signal handlers, observers,
* and exit behavior.
*
* Most applications should use a platform-provided runner, such as
* `NodeRuntime.runMain`, rather than constructing one directly.
*
* `disableErrorReporting` disables the automatic log emitted for unreported
* non-interruption failures. It does not change exit-code calculation or the
* custom teardown callback.
*
* **Gotchas**
*
* The setup function is responsible for observing the fiber and eventually
* invoking teardown. `makeRunMain` also tries to keep the host process alive
* with a long interval while the main fiber is running; if the host blocks
* timers, the runner still starts but cannot use that keep-alive fallback.
*
* **Example** (Creating platform runners)
*
* ```ts import.meta.vitest
* import { Effect, Exit, Runtime } from "effect"
*
* const events: Array<string> = []
* const completed = new Promise<readonly [Exit.Exit<unknown, unknown>, number]>((resolve) => {
* // Create a simple runner for a hypothetical platform
*   const runMain = Runtime.makeRunMain(({ fiber, teardown }) => {
*     // Handle fiber completion
*     fiber.addObserver((exit) => {
*       teardown(exit, (code) => resolve([exit, code]))
*     })
*   })
*
*   // Use the runner
*   const program = Effect.sync(() => {
*     events.push("Starting program", "Program completed")
*     return "success"
*   })
*
*   runMain(program, {
*     teardown: (exit, onExit) => {
*       events.push("Custom teardown logic")
*       Runtime.defaultTeardown(exit, onExit)
*     }
*   })
* })
*
* const result = await completed
* result // => [Exit.succeed("success"), 0]
* events // => ["Starting program", "Program completed", "Custom teardown logic"]
* ```
*
* @stability stable
* @category running
* @since 4.0.0
*/
const makeRunMain = (f) => dual((args) => isEffect(args[0]), (effect, options) => {
	const main = options?.disableErrorReporting === true ? effect : tapCause(effect, (cause) => {
		if (hasInterruptsOnly(cause)) return void_;
		return getErrorReported(squash(cause)) ? logError(cause) : void_;
	});
	const teardown = options?.teardown ?? defaultTeardown;
	runFork(withFiber((fiber) => {
		try {
			const keepAlive = globalThis.setInterval(constVoid, 2147483647);
			fiber.addObserver(() => {
				clearInterval(keepAlive);
			});
		} catch {}
		f({
			fiber,
			teardown
		});
		return main;
	}));
});
/**
* Allows associating an exit code with an error for determining the process
* exit code on failure.
*
* **When to use**
*
* Use when error classes should map failures to a specific process exit code
* when handled by {@link defaultTeardown}.
*
* **Details**
*
* Attach this marker as a readonly property on an error object. When the main
* program fails, {@link defaultTeardown} squashes the Cause and reads the marker
* from the resulting error value.
*
* **Gotchas**
*
* The marker is read from the squashed failure value. If a Cause contains
* multiple failures, the selected squashed error determines the exit code.
*
* **Example** (Setting a process exit code)
*
* ```ts import.meta.vitest
* import { Data, Runtime } from "effect"
*
* class MyError extends Data.TaggedError("MyError") {
*   readonly [Runtime.errorExitCode] = 42
* }
*
* Runtime.getErrorExitCode(new MyError()) // => 42
* ```
*
* @see {@link errorReported} for controlling automatic error logging
* @see {@link defaultTeardown} for the default failure exit-code rules that read this marker
* @see {@link getErrorExitCode} for reading the marker from unknown error values
*
* @stability stable
* @category symbols
* @since 4.0.0
*/
const errorExitCode = "~effect/Runtime/errorExitCode";
/**
* Reads the runtime exit-code marker from an unknown error value.
*
* **When to use**
*
* Use to read a custom failure exit code from an unknown error value, falling
* back to the default failure code.
*
* **Details**
*
* Returns the numeric `[Runtime.errorExitCode]` property when it is present on
* an object. Otherwise returns `1`, the default failure exit code used by
* `defaultTeardown`.
*
* **Gotchas**
*
* Non-object values, missing markers, and non-number marker values all return
* `1`.
*
* @see {@link errorExitCode} for the marker read by this function
*
* @stability stable
* @category getters
* @since 4.0.0
*/
const getErrorExitCode = (u) => {
	if (typeof u === "object" && u !== null && "~effect/Runtime/errorExitCode" in u) {
		const code = u[errorExitCode];
		if (typeof code === "number") return code;
	}
	return 1;
};
/**
* Defines the runtime marker that controls default `runMain` error logging for an error.
*
* **When to use**
*
* Use when you need error classes reported by application code to avoid being
* logged again by the default main runner.
*
* **Details**
*
* Set `[Runtime.errorReported]` to `false` on an error object to suppress the
* runtime log because the error has already been reported. Omitted or
* non-boolean values are treated as `true`, so failures are logged by default.
*
* **Gotchas**
*
* This marker controls only automatic error logging. It does not change the
* failure Cause or the process exit code.
* `makeRunMain` reads the marker from `Cause.squash(cause)`, so for causes
* with multiple failures, the squashed error determines whether default logging
* is suppressed.
*
* **Example** (Suppressing error reporting)
*
* ```ts import.meta.vitest
* import { Data, Runtime } from "effect"
*
* class MyError extends Data.TaggedError("MyError") {
*   readonly [Runtime.errorReported] = false
* }
*
* Runtime.getErrorReported(new MyError()) // => false
* ```
*
* @see {@link errorExitCode} for controlling failure exit codes
* @see {@link getErrorReported} for reading the marker from unknown error values
*
* @stability stable
* @category symbols
* @since 4.0.0
*/
const errorReported = "~effect/Runtime/errorReported";
/**
* Reads the runtime error-reporting marker from an unknown error value.
*
* **When to use**
*
* Use to read whether an unknown error value should be treated as already
* reported by the default main runner.
*
* **Details**
*
* Returns a boolean `[Runtime.errorReported]` property when it is present on an
* object. Otherwise returns `true`, so failures are logged by default.
*
* **Gotchas**
*
* Non-object values, missing markers, and non-boolean marker values all return
* `true`.
*
* @see {@link errorReported} for the marker read by this function
*
* @stability stable
* @category getters
* @since 4.0.0
*/
const getErrorReported = (u) => {
	if (typeof u === "object" && u !== null && "~effect/Runtime/errorReported" in u) {
		const isReported = u[errorReported];
		if (typeof isReported === "boolean") return isReported;
	}
	return true;
};
// ../../../node_modules/@effect/platform-node/dist/NodeRuntime.js
/**
* Node.js process runner for Effect programs.
*
* This module exports `runMain`, which runs one Effect as the main process
* fiber in Node.js. It reuses the shared Node runtime runner, including its
* error reporting, `SIGINT` / `SIGTERM` interruption, and optional teardown
* behavior.
*
* @stability unstable
* @since 4.0.0
*/
/**
* Helps you run a main effect with built-in error handling, logging, and signal management.
*
* **When to use**
*
* Use to run a Node.js application's main Effect with structured error
* handling, log management, interrupt support, or advanced teardown
* capabilities.
*
* **Details**
*
* This function launches an Effect as the main entry point, setting exit codes
* based on success or failure, handling interrupts (e.g., Ctrl+C), and optionally
* logging errors. By default, it logs errors and uses a "pretty" format, but both
* behaviors can be turned off. You can also provide custom teardown logic to
* finalize resources or produce different exit codes.
*
* The optional configuration object can include:
* - `disableErrorReporting`: Turn off automatic error logging.
* - `teardown`: Provide custom finalization logic.
*
* @stability unstable
* @category running
* @since 4.0.0
*/
const runMain = /* @__PURE__ */ makeRunMain(({ fiber, teardown }) => {
	let receivedSignal = false;
	fiber.addObserver((exit) => {
		process.removeListener("SIGINT", onSigint);
		process.removeListener("SIGTERM", onSigint);
		teardown(exit, (code) => {
			if (receivedSignal || code !== 0) process.exit(code);
		});
	});
	function onSigint() {
		receivedSignal = true;
		fiber.interruptUnsafe(fiber.id);
	}
	process.on("SIGINT", onSigint);
	process.on("SIGTERM", onSigint);
});
// ../../../packages/platform-node/src/internal/foreignThread.ts
/** Nobody else uses the port. */
const alone = { takes: () => false };
const make$1 = () => {
	const { port1, port2 } = new MessageChannel();
	const port = make$2(port1, port1, false, alone);
	const exited = Promise.withResolvers();
	let ended;
	let onExit;
	port1.on("close", () => {
		if (ended !== void 0) return;
		ended = { code: void 0 };
		port.close();
		exited.resolve();
		onExit?.(ended);
	});
	return {
		spawned: {
			port,
			onExit: (listener) => {
				const exit = ended;
				if (exit === void 0) onExit = listener;
				else queueMicrotask(() => listener(exit));
			},
			terminate: () => exited.promise,
			utilization: () => 0
		},
		end: port2
	};
};
// ../../../packages/platform-node/src/internal/keepAlive.ts
const longestMillis = 2 ** 31 - 1;
const make = () => {
	let timer = setInterval(() => {}, longestMillis).unref();
	let holders = 0;
	return {
		ref: () => {
			if (++holders === 1) timer?.ref();
		},
		unref: () => {
			if (holders > 0 && --holders === 0) timer?.unref();
		},
		close: () => {
			clearInterval(timer);
			timer = void 0;
		}
	};
};
// ../../../packages/platform-node/src/internal/resourceLimits.ts
const leastMb = {
	maxOldGenerationSizeMb: 16,
	maxYoungGenerationSizeMb: 1,
	codeRangeSizeMb: 1,
	stackSizeMb: .5
};
const isKnown = (key) => Object.hasOwn(leastMb, key);
const invalid = (thread, option, value, remedy) => new ActorError({
	reason: new InvalidOption({
		option: `resourceLimits.${option}`,
		value: String(value),
		remedy
	}),
	actor: "",
	job: "",
	thread,
	started: false
});
/** What is wrong with `limits`, if anything. */
const check = (thread, limits) => {
	for (const [key, value] of Object.entries(limits)) {
		if (value === void 0) continue;
		if (!isKnown(key)) return invalid(thread, key, value, `known are ${Object.keys(leastMb).join(", ")}`);
		if (typeof value !== "number" || !Number.isFinite(value) || value < leastMb[key]) return invalid(thread, key, value, `set a number of megabytes, at least ${leastMb[key]}, or leave it out`);
	}
};
// ../../../packages/platform-node/src/internal/spawnedThread.ts
const definedLimits = (limits) => Object.fromEntries(Object.entries(limits ?? {}).filter((entry) => entry[1] !== void 0));
/**
* Starts a thread that runs the module at `main`. Throws what `new Worker` throws; calls `onEnd` once it has exited.
*
* The thread gets a copy of the environment variables (what one thread sets there is no channel to others), the
* process's Node options, and no stdin. Neither it nor its output keeps the process alive.
*/
const start = (main, request, onEnd) => {
	const control = new MessageChannel();
	const { endedByItself, length, utilization: lastUtilization } = lastWords;
	const lastWords$1 = new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
	const data = {
		main,
		compileCache: compileCache(),
		boot: request.boot,
		port: control.port2,
		lastWords: lastWords$1
	};
	let worker;
	try {
		worker = new Worker(code, {
			eval: true,
			name: request.name,
			workerData: data,
			transferList: [data.port],
			resourceLimits: definedLimits(request.resourceLimits)
		});
	} catch (error) {
		control.port1.close();
		throw error;
	}
	let failure;
	let ended;
	let onExit;
	let terminated;
	let utilization = 0;
	const exited = Promise.withResolvers();
	const port = make$2(control.port1, {
		ref: () => worker.ref(),
		unref: () => {
			if (terminated === void 0) worker.unref();
		}
	}, false, show(control.port1));
	const sample = () => {
		if (ended === void 0) utilization = worker.performance.eventLoopUtilization().utilization;
		else if (lastWords$1[endedByItself] === 1) utilization = lastWords$1[lastUtilization];
		return utilization;
	};
	worker.on("error", (error) => {
		failure ??= { error };
	});
	worker.on("exit", (code) => {
		const honest = code === 0 && lastWords$1[endedByItself] === 0 ? 1 : code;
		ended = failure === void 0 ? { code: honest } : {
			code: honest,
			error: failure.error
		};
		port.settle();
		exited.resolve();
		onEnd();
		onExit?.(ended);
	});
	return {
		port,
		onExit: (listener) => {
			const exit = ended;
			if (exit === void 0) onExit = listener;
			else queueMicrotask(() => listener(exit));
		},
		terminate: () => {
			if (terminated === void 0) {
				sample();
				terminated = exited.promise;
				if (ended === void 0) worker.terminate();
			}
			return terminated;
		},
		utilization: sample
	};
};
// ../../../packages/platform-node/src/internal/spawner.ts
const startFailed = (thread, cause, entry, detail) => new ActorError({
	reason: new StartFailed({
		cause,
		entry,
		detail
	}),
	actor: "",
	job: "",
	thread,
	started: false
});
const refused = (request, main, error) => {
	const detail = (error instanceof Error && "code" in error ? error.code : void 0) === "ERR_WORKER_INIT_FAILED" ? `the system refuses another thread (${String(error)}): use fewer threads or a smaller resourceLimits.stackSizeMb, or raise the limits on processes and memory (ulimit -u, ulimit -v, the container's pids limit)` : String(error);
	return startFailed(request.name, "threw", main.href, detail);
};
/** Starts threads that run the module at `main`, a `.ts` URL whose file may have become `.js` in a build. */
const layer$2 = (main) => effect(ThreadSpawner, gen(function* () {
	const file = existing(main);
	const living = /* @__PURE__ */ new Set();
	const handle = make();
	yield* addFinalizer(() => sync(() => {
		handle.close();
		for (const thread of living) thread.terminate();
	}));
	return ThreadSpawner.of({
		keepAlive: handle,
		foreign: make$1,
		channel,
		openEnd: open,
		spawn: (request) => suspend(() => {
			if (file === void 0) {
				const detail = `the module that threads run was not found, tried ${candidates(main).map((candidate) => candidate.href).join(" and ")}; a bundle that holds @stevedore/platform-node needs the entry "internal/threadMain": "@stevedore/platform-node/thread" beside its own`;
				return fail(startFailed(request.name, "missing", main.href, detail));
			}
			const invalid = check(request.name, request.resourceLimits ?? {});
			if (invalid !== void 0) return fail(invalid);
			try {
				const thread = start(file.href, request, () => living.delete(thread));
				living.add(thread);
				return succeed(thread);
			} catch (error) {
				return fail(refused(request, file, error));
			}
		})
	});
}));
// ../../../packages/platform-node/src/NodeThreadSpawner.ts
/**
* Threads as Node's Workers.
*
* - What a thread writes to stdout and stderr appears on main's, in the thread's order and in its place among the
*   thread's logs, also when it is terminated right after; only beyond 1 MiB that main has not shown yet can a
*   *terminated* thread lose its last lines.
* - Threads get a copy of the environment variables as they are when the thread starts, Node's options, and no stdin.
* - Threads use Node's compile cache: the program's own if it turned one on, else `NODE_COMPILE_CACHE`, else a folder
*   in the system's temporary folder. `NODE_DISABLE_COMPILE_CACHE=1` turns it off.
* - A thread or its output does not keep the process alive; `keepAlive` and a ref'd port do.
*
* `spawn` fails with the reason `InvalidOption` for resource limits that cannot work, and with `StartFailed` when the
* system refuses another thread. Threads that still run when the layer's scope closes are terminated.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { ThreadSpawner } from "@stevedore/core/ThreadSpawner"
* import * as NodeThreadSpawner from "@stevedore/platform-node/NodeThreadSpawner"
* import * as Effect from "effect/Effect"
*
* const error = await ThreadSpawner.use((spawner) =>
*   spawner.spawn({ name: "tiny-0", boot: {}, resourceLimits: { maxOldGenerationSizeMb: 1 } })
* ).pipe(Effect.flip, Effect.provide(NodeThreadSpawner.layer), Effect.runPromise)
*
* assert.equal(error.reason._tag, "InvalidOption")
* assert.match(error.message, /maxOldGenerationSizeMb is 1: set a number of megabytes, at least 16/)
* ```
*/
const layer$1 = layer$2(new URL("./internal/threadMain.ts", import.meta.url));
// ../../../packages/platform-node/src/NodeActorSystem.ts
/**
* An actor system for this program, closed with its scope: every thread finishes what it has and exits.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import { ActorSystem } from "@stevedore/core/ActorSystem"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const program = Effect.gen(function*() {
*   const system = yield* ActorSystem
*   assert.equal((yield* system.info).sendsWaiting, 0)
* })
* await Effect.runPromise(Effect.provide(program, NodeActorSystem.layer({ maxThreads: 8 })))
* ```
*/
const layer = (options = {}) => provide(layer$3(options), layer$1);
// quickstart/main.ts
const program = gen(function* () {
	const primes = yield* Primes;
	console.log(yield* forEach([100, 1e3], (below) => primes.count({ below }), { concurrency: "unbounded" }));
});
const entry = entry$1(new URL("./primes.thread.ts", import.meta.url));
const live = Primes.layerPool({
	entry,
	size: 2,
	slowAfter: "10 seconds"
});
program.pipe(provide$1(live), provide$1(layer()), runMain);
export {};
