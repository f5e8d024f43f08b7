import { i as ThreadSpawner, n as layer$3 } from "./ActorSystem-BIKJsIlH.js";
import { $a as isSuccess, Aa as Scope, Br as toAsyncIterableWith, Ca as effect, Hi as runForkWith, Hn as ActorError, Ir as mapError, It as shown, Li as promise, Ma as close, Nt as invalid$1, Oa as provide, Pa as makeUnsafe, Pr as interruptWhen, Sa as buildWithScope, Si as gen, So as empty, Ta as isLayer, Ti as isEffect, Ui as runPromise, Xi as suspend, Xn as StartFailed, Yi as succeed, Zi as sync, aa as void_, ba as squash, bo as add, da as fail, gi as flatMap, ma as hasInterrupts, mi as fail$1, ni as addFinalizer, no as void_$1, qn as InvalidOption, si as callback, zi as provideContext } from "./encodePayload-AGXTCbTQ.js";
import { a as lastWords, c as make$2, i as compileCache, l as channel, n as show, o as candidates, r as code, s as existing, u as open } from "./threadOutput-BGnIlhC7.js";
import { MessageChannel, Worker } from "node:worker_threads";
// ../../../packages/core/src/internal/module/inTurn.ts
/**
* Async iterators that may be asked for more while they are at work, as those of generators may. Any thread.
*/
/** What is asked for meanwhile comes in turn. Only `return` and `throw` do not wait: they end what is at work. */
const inTurn = (iterable) => ({ [Symbol.asyncIterator]: () => new InTurn(iterable[Symbol.asyncIterator]()) });
var InTurn = class {
	iterator;
	/** The one that was asked for last, while it has not come. */
	last = void 0;
	constructor(iterator) {
		this.iterator = iterator;
	}
	next() {
		const ask = () => this.iterator.next();
		const step = this.last === void 0 ? ask() : this.last.then(ask, ask);
		const come = () => {
			if (this.last === step) this.last = void 0;
		};
		this.last = step;
		step.then(come, come);
		return step;
	}
	async return(value) {
		await this.iterator.return();
		return {
			done: true,
			value: await value
		};
	}
	throw(error) {
		return this.iterator.throw(error);
	}
	[Symbol.asyncIterator]() {
		return this;
	}
};
// ../../../packages/core/src/internal/module/promiseOptions.ts
/** An error of `Actor.promises` itself, or of a job's `with`. */
const wrongOption = (job, option, value, remedy) => new ActorError({
	reason: invalid$1(option, value, remedy),
	actor: "Actor.promises",
	job,
	thread: "",
	started: false
});
/** The signals that leave a call, with that of its options, and those of its options that are sent. Throws what cannot work. */
const promiseOptions = (job, options, before) => {
	if (typeof options !== "object" || options === null) throw wrongOption(job, "options", options, "give an object, such as { signal }");
	const { signal, ...send } = options;
	if (signal === void 0) return {
		signals: before,
		send
	};
	if (isSignal(signal)) return {
		signals: [...before, signal],
		send
	};
	throw wrongOption(job, "signal", signal, "give an AbortSignal, such as controller.signal");
};
const isSignal = (signal) => {
	if (typeof signal !== "object" || signal === null) return false;
	const { aborted, addEventListener, removeEventListener } = signal;
	return typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function";
};
// ../../../packages/core/src/internal/module/promises.ts
/**
* Jobs of a module as promises, for code outside of Effect. Any thread.
*/
/** Each job as a function that returns a promise. */
const ofJobs = (jobs, options, context) => {
	const out = Object.create(null);
	const signals = options === void 0 ? none : promiseOptions("", options, none).signals;
	for (const name of Object.keys(jobs)) {
		const job = jobs[name];
		const value = "submit" in job ? promiseJob(name, job, signals, context) : iterated(name, job, signals, context);
		Object.defineProperty(out, name, {
			enumerable: true,
			value
		});
	}
	return out;
};
const none = [];
const promiseJob = (name, job, signals, context) => Object.assign((...args) => run(job(...args), signals, context), {
	tell: (...args) => run(job.tell(...args), signals, context),
	with: (options) => {
		const more = promiseOptions(name, options, signals);
		return promiseJob(name, job.with(more.send), more.signals, context);
	}
});
/** A stream as what `for await` takes: each iteration calls the function anew, and leaving it leaves the call. */
const iterated = (name, job, signals, context) => {
	const iterable = (stream) => {
		const elements = mapError(stream, (error) => errorOf(fail(error)));
		const until = signals.map((signal) => flatMap(aborted(signal), () => fail$1(signal.reason)));
		return inTurn(toAsyncIterableWith(until.reduce((all, one) => interruptWhen(all, one), elements), context));
	};
	return Object.assign((...args) => iterable(job(...args)), {
		tell: (...args) => run(job.tell(...args), signals, context),
		with: (options) => {
			const more = promiseOptions(name, options, signals);
			return iterated(name, job.with(more.send), more.signals, context);
		}
	});
};
const aborted = (signal) => callback((resume) => {
	if (signal.aborted) return resume(void_);
	const abort = () => resume(void_);
	signal.addEventListener("abort", abort, { once: true });
	return sync(() => signal.removeEventListener("abort", abort));
});
/** Runs what makes the jobs in a scope of its own, which is closed by `Symbol.asyncDispose`, or when that fails. */
const ofEffect = async (start, options) => {
	const { signals } = promiseOptions("", options, none);
	if (!isLayer(options.layer)) throw wrongOption("", "layer", options.layer, "give the layer that start needs, such as NodeActorSystem.layer()");
	const scope = makeUnsafe();
	let closed;
	const close$1 = () => closed ??= runPromise(close(scope, void_$1));
	const started = gen(function* () {
		const services = yield* buildWithScope(options.layer, scope);
		const context = add(services, Scope, scope);
		return {
			context,
			jobs: yield* provideContext(start, context)
		};
	});
	try {
		const { context, jobs } = await run(started, signals, empty());
		const out = ofJobs(jobs, options, context);
		Object.defineProperty(out, Symbol.asyncDispose, { value: close$1 });
		return out;
	} catch (error) {
		await close$1();
		throw error;
	}
};
const run = (effect, signals, context) => new Promise((resolve, reject) => {
	const before = signals.find(({ aborted }) => aborted);
	if (before !== void 0) return reject(before.reason);
	const fiber = runForkWith(context)(effect);
	const abort = () => fiber.interruptUnsafe();
	for (const signal of signals) signal.addEventListener("abort", abort, { once: true });
	fiber.addObserver((exit) => {
		for (const signal of signals) signal.removeEventListener("abort", abort);
		if (isSuccess(exit)) return resolve(exit.value);
		const by = hasInterrupts(exit.cause) ? signals.find(({ aborted }) => aborted) : void 0;
		reject(by === void 0 ? errorOf(exit.cause) : by.reason);
	});
});
/** What the function threw, if it is an error; else an error that says what happened. */
const errorOf = (cause) => {
	const error = squash(cause);
	if (error instanceof ActorError && error.reason._tag === "Threw" && error.reason.cause instanceof Error) return error.reason.cause;
	return error instanceof Error ? error : new Error(`it failed with ${shown(error)}`, { cause: error });
};
// ../../../packages/core/src/ModuleActor.ts
/**
* Plain functions on other threads: what `Actor.fromModule` makes of a module, and `Actor.promises` of that. For code without
* schemas, and for code outside of Effect. (`Actor` exports the functions again.)
*/
/** What only these need, so that programs and threads without them start without it. */
const loaded = promise(() => import("./fromModule-BsnYoPQl.js"));
/**
* The exported functions of a module as jobs on a pool of threads, without schemas, for as long as the scope is open: what
* arrives as what is a table in `docs/plain-functions.md`. A throw is the reason `Threw`. Fails with `StartFailed` when the
* module cannot be imported, and with `EntryMismatch` when it exports no function.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Actor from "@stevedore/core/Actor"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const program = Effect.gen(function*() {
*   const math = yield* Actor.fromModule<typeof import("./math.ts")>(new URL("./math.ts", import.meta.url), { size: 2 })
*   assert.equal(yield* math.add(1, 2), 3)
*   assert.deepEqual(yield* math.unique.with({ timeout: "5 seconds" })(["a", "b", "a"]), new Set(["a", "b"]))
* })
* await Effect.runPromise(Effect.provide(Effect.scoped(program), NodeActorSystem.layer()))
* ```
*
* ```ts file=math.ts
* export const add = (a: number, b: number) => a + b
* export const unique = async (names: ReadonlyArray<string>) => new Set(names)
* ```
*/
const fromModule = (url, options) => flatMap(loaded, (modules) => modules.onThreads(url, options));
/**
* A module's jobs as functions that return promises. From an Effect that starts them, and a layer of what it needs, it
* makes a promise of them, to be closed by `Symbol.asyncDispose`; they keep the process alive while they work only. A promise
* rejects with the error that the function threw, with the reason of the signal that was aborted, or with an `ActorError`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Actor from "@stevedore/core/Actor"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const start = Actor.fromModule<typeof import("./math.ts")>(new URL("./math.ts", import.meta.url), { size: 2 })
* const math = await Actor.promises(start, { layer: NodeActorSystem.layer() })
* assert.equal(await math.add(1, 2), 3)
* await assert.rejects(math.add.with({ signal: AbortSignal.abort() })(1, 2), { name: "AbortError" })
* await math[Symbol.asyncDispose]()
* ```
*
* ```ts file=math.ts
* export const add = (a: number, b: number) => a + b
* ```
*/
const promises = (from, options) => isEffect(from) ? ofEffect(from, options) : ofJobs(from, options, empty());
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
const start$1 = (main, request, onEnd) => {
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
				return fail$1(startFailed(request.name, "missing", main.href, detail));
			}
			const invalid = check(request.name, request.resourceLimits ?? {});
			if (invalid !== void 0) return fail$1(invalid);
			try {
				const thread = start$1(file.href, request, () => living.delete(thread));
				living.add(thread);
				return succeed(thread);
			} catch (error) {
				return fail$1(refused(request, file, error));
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
const math = await promises(fromModule(new URL("./math.ts", import.meta.url), { size: 1 }), { layer: layer() });
const missing = await math.find("a").catch((error) => error);
console.log(await math.add(1, 2), String(missing), Object.keys(math).toSorted().join());
await math[Symbol.asyncDispose]();
export {};
