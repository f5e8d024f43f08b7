import { A as harborOfMain, C as shown, D as tagOf, E as MAIN, M as located, N as LuaCodecError, O as LuaMain, P as LuaRuntimeError, S as bytesOf, T as LuaWorker, _ as wrongMain, a as make$4, b as wrongSchema, c as Writer, d as knowing, f as dataOf, g as invalidValue, h as invalidOption, j as entry$1, k as Refused, l as nameOf, m as invalidName, n as host, o as Remotes, p as invalid$1, s as Keyed, t as handlers, u as step, v as wrongPool, w as Kind, x as wrongSchemas, y as wrongOptions } from "./thread-B6zG2Jqx.js";
import { $a as scope, $o as done, $r as encodeUnknownEffect, Ba as orDie, Bo as addFinalizer, Eo as effect, Ga as provideService, Gi as acquireRelease, Ho as close, Hr as Tuple, Io as succeedContext, Ji as andThen, Ki as acquireUseRelease, Ko as makeUnsafe, Ma as mapError, No as provide, Qi as cached, Qo as _await, Ra as onExit, To as buildWithScope, Ua as provide$2, Wa as provideContext, Wo as fork, Xi as as, Za as runPromise, Zi as asVoid, Zr as decodeUnknownEffect, aa as context, ao as sync, da as fail, ea as catchCause, eo as scoped, ha as flip, ho as void_, hs as succeed$1, io as suspend, ja as map, mc as Service, na as catchTag, ns as makeUnsafe$1, pa as flatMap, pr as ActorError, ps as isFailure, qi as addFinalizer$1, qo as provide$1, ro as succeed, ss as fail$1, ua as exit, vr as InvalidOption, xa as gen, xr as StartFailed } from "./handlers-Px2tvNLm.js";
import { a as ThreadSpawner, n as ActorSystem, r as layer$3, t as CurrentThread } from "./CurrentThread-DOG2AU5P.js";
import { a as lastWords, c as make$5, i as compileCache, l as channel, n as show, o as candidates, r as code, s as existing, u as open } from "./threadOutput-DD8qKqgp.js";
import { availableParallelism } from "node:os";
import { MessageChannel, Worker } from "node:worker_threads";
// ../../../packages/lua/src/internal/athd/host.ts
/**
* Main's side of Lua threads: one for each actor system, made with the first layer that needs it.
*/
const entry = entry$1(new URL("./lua.thread.ts", import.meta.url));
const refuse$1 = (detail) => fail(new Refused({ detail }));
/** Where a bundle lacks the module that threads run, it says what to do. */
const withRemedy = (error) => {
	if (!(error instanceof ActorError)) return error;
	const { actor, job, reason, started, thread } = error;
	if (reason._tag !== "StartFailed" || reason.cause !== "missing") return error;
	const detail = `${reason.detail}; a bundle that holds @stevedore/lua needs the entry "lua.thread": "@stevedore/lua/thread" beside its own`;
	const { cause, entry } = reason;
	return new ActorError({
		reason: new StartFailed({
			cause,
			entry,
			detail
		}),
		actor,
		job,
		thread,
		started
	});
};
const make$3 = gen(function* () {
	const context$2 = yield* context();
	const system = yield* ActorSystem;
	const own = yield* scope;
	const secret = crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(16));
	/** By the name of the thread. */
	const boots = /* @__PURE__ */ new Map();
	const failures = /* @__PURE__ */ new Map();
	let window;
	const open = (options) => gen(function* () {
		const { finishWithin, name, script, size, state, strategy, thread, ...threads } = options;
		const names = size === 0 ? [name] : Array.from({ length: size }, (_, index) => `${name}-${index}`);
		const taken = [name, ...names].find((each) => each === "main" || boots.has(each));
		if (taken !== void 0) return yield* invalid$1("name", taken, "give the thread a name that no other Lua thread of this program has");
		const boot = {
			name,
			size,
			entry: script ?? null,
			state: state ?? {},
			secret
		};
		const scope$2 = yield* fork(yield* scope);
		for (const each of names) boots.set(each, boot);
		yield* addFinalizer(scope$2, sync(() => {
			for (const each of names) boots.delete(each);
		}));
		const given = {
			window,
			...threads,
			name,
			entry: thread ?? entry
		};
		const tag = tagOf(name);
		const layer = size === 0 ? tag.layerThread(given) : tag.layerPool({
			...given,
			size,
			strategy,
			finishWithin
		});
		yield* buildWithScope(provide(layer, succeedContext(context$2)), scope$2).pipe(mapError((error) => learnt(names) ?? (thread === void 0 ? withRemedy(error) : error)), onExit((exit) => {
			for (const each of names) failures.delete(each);
			return isFailure(exit) ? close(scope$2, exit) : void_;
		}));
		return {
			name,
			size,
			thread: void 0
		};
	});
	/** What a thread has said of why it does not start. */
	const learnt = (names) => {
		for (const name of names) if (failures.has(name)) return failures.get(name);
	};
	/** Main's own, unless the program has made it. */
	const harbor = yield* cached(orDie(harborOfMain(system, own)));
	const handlers = LuaMain.toLayer({
		boot: ({ thread }) => {
			const boot = boots.get(thread);
			return boot === void 0 ? refuse$1(`main has made no Lua thread "${thread}"`) : succeed(boot);
		},
		failed: ({ error, thread }) => sync(() => void failures.set(thread, error)),
		open: ({ entry: script, name, size, slowMillis, state }) => {
			return provide$1(open({
				name,
				size,
				script,
				slowAfter: slowMillis > 0 ? slowMillis : "never",
				state
			}), own).pipe(asVoid, catchTag("ActorError", (error) => refuse$1(error.reason.message)));
		},
		slowAfter: ({ millis, name, thread }) => system.slowAfter(thread === null ? { actor: tagOf(name) } : { thread }, millis > 0 ? millis : "never").pipe(catchTag("ActorError", (error) => refuse$1(error.reason.message))),
		harbor: () => harbor,
		capacity: ({ jobs }) => {
			if (boots.size > 0) return refuse$1("the job capacity can be set before the first thread is made");
			if (!Number.isSafeInteger(jobs) || jobs < 1) return refuse$1(`the job capacity is a whole number from 1, not ${jobs}`);
			window = jobs;
			return void_;
		}
	}, { concurrency: "unbounded" });
	yield* buildWithScope(provide(LuaMain.layerMain(handlers), succeedContext(context$2)), own);
	return {
		open,
		secret
	};
});
const hosts = /* @__PURE__ */ new WeakMap();
/** The system's own, made when the first asks, and there until the scope of the last has closed. */
const hostOf = gen(function* () {
	const key = (yield* ActorSystem)["~@stevedore/core/runtime"];
	const shared = yield* acquireRelease(suspend(() => {
		const known = hosts.get(key);
		if (known !== void 0) {
			known.users++;
			return succeed(known);
		}
		const own = {
			users: 1,
			scope: makeUnsafe(),
			made: makeUnsafe$1()
		};
		hosts.set(key, own);
		return as(flatMap(exit(provide$1(make$3, own.scope)), (exit) => done(own.made, exit)), own);
	}), (shared, exit) => suspend(() => {
		if (--shared.users > 0) return void_;
		hosts.delete(key);
		return close(shared.scope, exit);
	}));
	return yield* _await(shared.made);
});
// ../../../packages/lua/src/internal/athd/js.ts
/**
* JavaScript values as arguments of Lua, and results of Lua as JavaScript values: MessagePack on both ways, the same bytes that
* Lua threads send each other. On the thread of whoever asks.
*/
const MOST_DEPTH = 128;
const TWO_32 = 2 ** 32;
const refuse = (path, detail) => {
	throw new LuaCodecError({
		path: path.reduce(step, ""),
		detail
	});
};
var JsWriter = class extends Writer {
	write(value, path) {
		switch (typeof value) {
			case "number": return this.number(value);
			case "string": return this.text(value, path);
			case "boolean": return this.byte(value ? 195 : 194);
			case "undefined": return this.byte(192);
			case "bigint":
				if (value >= 2n ** 64n || value < -(2n ** 63n)) refuse(path, `${value} has more than 64 bits`);
				return this.bigint(value);
			case "object": return value === null ? this.byte(192) : this.object(value, path);
			default: refuse(path, `cannot serialize a ${typeof value}`);
		}
	}
	number(value) {
		if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.integer(value);
		else this.float64(value);
	}
	text(value, path) {
		const { length } = value;
		if (length < 32) {
			this.reserve(length + 1);
			const { bytes, position } = this;
			let at = 0;
			for (; at < length; at++) {
				const unit = value.charCodeAt(at);
				if (unit > 127) break;
				bytes[position + 1 + at] = unit;
			}
			if (at === length) {
				bytes[position] = 160 | length;
				this.position = position + 1 + length;
				return;
			}
		}
		if (!value.isWellFormed()) refuse(path, "cannot serialize half a surrogate pair");
		const bytes = bytesOf(value);
		if (bytes.length < 32) this.byte(160 | bytes.length);
		else this.stringHeader(bytes.length, true);
		this.raw(bytes);
	}
	object(value, path) {
		if (path.length >= MOST_DEPTH) refuse(path.slice(0, 4), `cannot serialize more than ${MOST_DEPTH} levels, or a cycle`);
		if (Array.isArray(value)) {
			this.array(value.length);
			for (let i = 0; i < value.length; i++) {
				path.push(i + 1);
				this.write(value[i], path);
				path.pop();
			}
			return;
		}
		if (value instanceof Uint8Array) {
			this.stringHeader(value.length, false);
			return this.raw(value);
		}
		if (value instanceof Date) return this.date(value, path);
		if (value instanceof Map) {
			this.map(value.size);
			for (const [key, each] of value) this.entry(key, each, path);
			return;
		}
		const prototype = Object.getPrototypeOf(value);
		if (prototype !== Object.prototype && prototype !== null) refuse(path, `cannot serialize ${nameOf(value)}`);
		const keys = Object.keys(value);
		this.map(keys.length);
		for (const key of keys) this.entry(key, value[key], path);
	}
	date(value, path) {
		const millis = value.getTime();
		if (Number.isNaN(millis)) refuse(path, "cannot serialize a date that is none");
		const seconds = Math.floor(millis / 1e3);
		this.extension(-1, 12);
		this.raw32((millis - seconds * 1e3) * 1e6);
		const high = Math.floor(seconds / TWO_32);
		this.raw32(high);
		this.raw32(seconds - high * TWO_32);
	}
	entry(key, value, path) {
		if (key === void 0 || key === null || Number.isNaN(key)) refuse(path, `${key} cannot be a key`);
		path.push(typeof key === "number" ? key : String(key));
		this.write(key, path);
		this.write(value, path);
		path.pop();
	}
};
const writer = new JsWriter();
/** Arguments, as bytes of their own. Throws a `LuaCodecError` whose path begins with the number of the argument. */
const packJs = (values) => {
	writer.reset();
	writer.array(values.length);
	const path = [0];
	for (let i = 0; i < values.length; i++) {
		path[0] = i + 1;
		writer.write(values[i], path);
	}
	return writer.copy();
};
const nothing = /* @__PURE__ */ new Uint8Array();
var JsReader = class {
	bytes = nothing;
	wide;
	at = 0;
	/** An array: its one element, if that is all it has. */
	results(bytes) {
		this.bytes = bytes;
		this.wide = void 0;
		const isOne = bytes[0] === 145;
		this.at = isOne ? 1 : 0;
		const value = this.value(isOne ? [1] : []);
		this.bytes = nothing;
		this.wide = void 0;
		return isOne || value.length > 0 ? value : void 0;
	}
	/** Few messages hold what needs one. */
	get view() {
		const { bytes } = this;
		return this.wide ??= new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}
	value(path) {
		const code = this.bytes[this.at++];
		if (code < 128) return code;
		if (code < 144) return this.map(code & 15, path);
		if (code < 160) return this.array(code & 15, path);
		if (code < 192) return this.text(code & 31);
		if (code >= 224) return code - 256;
		switch (code) {
			case 192: return path.length <= 1 ? void 0 : null;
			case 194: return false;
			case 195: return true;
			case 196:
			case 197:
			case 198: return this.take(this.length(code - 196)).slice();
			case 199:
			case 200:
			case 201: return this.extension(this.length(code - 199), path);
			case 202: return this.view.getFloat32((this.at += 4) - 4);
			case 203: return this.view.getFloat64((this.at += 8) - 8);
			case 204:
			case 205:
			case 206: return this.length(code - 204);
			case 207: return narrow(this.view.getBigUint64((this.at += 8) - 8));
			case 208: return this.view.getInt8(this.at++);
			case 209: return this.view.getInt16((this.at += 2) - 2);
			case 210: return this.view.getInt32((this.at += 4) - 4);
			case 211: return narrow(this.view.getBigInt64((this.at += 8) - 8));
			case 217:
			case 218:
			case 219: return this.text(this.length(code - 217));
			case 220:
			case 221: return this.array(this.length(code - 219), path);
			case 222:
			case 223: return this.map(this.length(code - 221), path);
			default: return code >= 212 && code <= 216 ? this.extension(1 << code - 212, path) : refuse(path, "no MessagePack");
		}
	}
	length(bytes) {
		if (bytes === 0) return this.bytes[this.at++];
		return bytes === 1 ? this.view.getUint16((this.at += 2) - 2) : this.view.getUint32((this.at += 4) - 4);
	}
	take(length) {
		return this.bytes.subarray(this.at, this.at += length);
	}
	text(length) {
		if (length > 24) return shown(this.take(length));
		const { bytes } = this;
		const end = this.at + length;
		let text = "";
		for (let i = this.at; i < end; i++) {
			if (bytes[i] > 127) return shown(this.take(length));
			text += String.fromCharCode(bytes[i]);
		}
		this.at = end;
		return text;
	}
	array(length, path) {
		const values = new Array(length);
		for (let i = 0; i < length; i++) {
			path.push(i + 1);
			values[i] = this.value(path);
			path.pop();
		}
		return values;
	}
	/** An object where all keys are texts, else a Map. */
	map(size, path) {
		const start = this.at;
		const record = {};
		for (let i = 0; i < size; i++) {
			const key = this.value(path);
			if (typeof key !== "string") {
				this.at = start;
				return this.anyMap(size, path);
			}
			path.push(key);
			const value = this.value(path);
			path.pop();
			if (key === "__proto__") Object.defineProperty(record, key, {
				value,
				enumerable: true,
				configurable: true,
				writable: true
			});
			else record[key] = value;
		}
		return record;
	}
	anyMap(size, path) {
		const map = /* @__PURE__ */ new Map();
		for (let i = 0; i < size; i++) {
			const key = this.value(path);
			path.push(typeof key === "number" ? key : String(key));
			map.set(key, this.value(path));
			path.pop();
		}
		return map;
	}
	extension(length, path) {
		const type = this.view.getInt8(this.at++);
		const bytes = this.take(length);
		if (type !== -1) return refuse(path, type === 112 ? "a thread handle stays among Lua threads" : `an extension of type ${type} has no JavaScript value`);
		const view = new DataView(bytes.buffer, bytes.byteOffset, length);
		if (length === 4) return /* @__PURE__ */ new Date(view.getUint32(0) * 1e3);
		const nanoseconds = length === 8 ? view.getUint32(0) >>> 2 : view.getUint32(0);
		const seconds = length === 8 ? (view.getUint32(0) & 3) * TWO_32 + view.getUint32(4) : Number(view.getBigInt64(4));
		return new Date(seconds * 1e3 + Math.floor(nanoseconds / 1e6));
	}
};
const narrow = (value) => {
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : value;
};
/** That of this thread: reading calls nothing that could read. */
const reader = new JsReader();
/**
* The results of a function: none is `undefined`, one is itself, several are an array. Strings are texts where they are UTF-8, else
* bytes; integers beyond 2^53 are bigints; tables are arrays, objects, or Maps where a key is no text. Throws a `LuaCodecError` for what
* has no value here.
*/
const unpackJs = (bytes) => reader.results(bytes);
// ../../../packages/lua/src/internal/athd/jobs.ts
const noArgs = [];
const runNames = {
	name: true,
	key: true,
	timeout: true,
	success: true
};
const functionNames = {
	...runNames,
	args: true
};
const packed = (args) => {
	if (!Array.isArray(args)) return invalidValue("args", args, "list the arguments: [1, 2]");
	try {
		return packJs(args);
	} catch (cause) {
		if (cause instanceof LuaCodecError) return cause;
		throw cause;
	}
};
/** What of a job cannot be, if anything; the time that it may take, core looks at. */
const wrongJob = (kind, text, name, options) => {
	if (typeof text !== "string") return kind === Kind.named ? invalidValue("fn", text, "give the name of a function of the script") : invalidValue("source", text, "give a text of Lua");
	if (typeof name !== "string") return invalidValue("name", name, "use a text");
	if (options === void 0) return void 0;
	if (!isOptions(options)) return invalidValue("options", options, "give an object, such as { name: \"tide\" }");
	const unknown = invalidName(options, kind === Kind.named ? functionNames : runNames);
	if (unknown !== void 0 || options.key === void 0) return unknown;
	const type = typeof options.key;
	return type === "string" || type === "number" || type === "bigint" ? void 0 : invalidValue("key", options.key, "use a text or a number");
};
const isOptions = (options) => typeof options === "object" && options !== null && !Array.isArray(options);
const unpacked = (results) => {
	try {
		return succeed$1(unpackJs(results));
	} catch (cause) {
		if (cause instanceof LuaCodecError) return fail$1(cause);
		throw cause;
	}
};
const makeJobs = (to, remote, sources) => {
	const placeOf = (options) => options?.key === void 0 ? void 0 : new Keyed(options.key);
	const sourceOf = (kind, text, name) => sources.ofText(kind, name, text, () => bytesOf(text));
	const ask = (kind, text, name, args, options) => {
		const bytes = wrongJob(kind, text, name, options) ?? packed(args);
		if (!(bytes instanceof Uint8Array)) return fail$1(bytes);
		return knowing((above) => remote.ask(sourceOf(kind, text, name), bytes, placeOf(options), unpacked, options?.timeout, above));
	};
	const run = (source, args = noArgs, options) => {
		const wrong = options?.success === void 0 ? void 0 : wrongSchema("success", options.success);
		if (wrong !== void 0) return fail$1(invalidOption(wrong));
		const asked = ask(Kind.source, source, options?.name ?? "", args, options);
		return options?.success === void 0 ? asked : flatMap(asked, decodeUnknownEffect(options.success));
	};
	const typed = (fn, given) => {
		const wrong = wrongOptions(given, ({ args, success }) => wrongSchemas("args", args) ?? wrongSchema("success", success));
		if (wrong !== void 0) return () => fail$1(invalidOption(wrong));
		const { args, success, ...options } = given;
		const encode = encodeUnknownEffect(Tuple(args));
		const decode = decodeUnknownEffect(success);
		return (...given) => flatMap(encode(given), (values) => flatMap(ask(Kind.named, fn, options.name ?? fn, values, options), decode));
	};
	return {
		name: to.name,
		run,
		call: (fn, ...args) => ask(Kind.named, fn, fn, args),
		typed,
		send: (source, args = noArgs, options) => {
			const name = options?.name ?? "";
			const bytes = wrongJob(Kind.source, source, name, options) ?? packed(args);
			if (!(bytes instanceof Uint8Array)) return fail(bytes);
			return remote.tell(sourceOf(Kind.source, source, name), bytes, placeOf(options));
		},
		reload: (module = "") => typeof module === "string" ? remote.reload(module) : fail$1(invalidValue("module", module, "give the name of a module, or leave it out for all from files"))
	};
};
// ../../../packages/lua/src/internal/athd/edge.ts
/**
* Lua threads as TypeScript asks for them: options, and the client of what was made.
*/
/** Starts a pool. */
const openedPool = (options) => suspend(() => {
	const wrong = wrongPool(options);
	if (wrong !== void 0) return fail(wrong);
	return flatMap(poolSize(options.size), (size) => opened({
		...options,
		size
	}));
});
const opened = ({ chunkCache, entry, limits, onLimit, roots, sandbox, ...options }) => gen(function* () {
	const to = yield* (yield* hostOf).open({
		...options,
		script: scriptOf(entry),
		state: dataOf({
			chunkCache,
			limits,
			onLimit,
			roots,
			sandbox
		})
	});
	return yield* clientOf(to);
});
/** A path, whatever the process does with its folder later. */
const scriptOf = (entry) => entry === void 0 ? void 0 : located(entry, process.cwd());
/** As many threads as the machine runs at a time, and the system has room for, where nobody says how many. */
const poolSize = (size) => size === void 0 ? map(ActorSystem, (system) => {
	const most = system["~@stevedore/core/runtime"].main?.options.sizes.maxThreads ?? 2;
	return Math.max(1, Math.min(availableParallelism(), most - 1));
}) : succeed(size);
/** The client of a thread or a pool, on this thread: one of the system's, or main. */
const clientOf = (to) => gen(function* () {
	const context$1 = yield* context();
	const system = yield* ActorSystem;
	const { loop } = system["~@stevedore/core/runtime"];
	const id = loop.mesh.peer(loop.thread).incarnation;
	const remotes = new Remotes(context$1, system, id, yield* scope);
	yield* addFinalizer$1(() => sync(() => remotes.close()));
	return makeJobs(to, remotes.of(to), remotes.sources);
});
Service()("@stevedore/lua/LuaPool");
/**
* Starts a pool, whose threads run their script, and stops it when the scope closes. On main. A script that fails fails this.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
* import * as LuaPool from "@stevedore/lua/LuaPool"
*
* const program = Effect.gen(function*() {
*   const yard = yield* LuaPool.make({ name: "yard", size: 2 })
*   const squares = yield* Effect.forEach([1, 2, 3], (n) => yard.run("local n = ...; return n * n", [n]), {
*     concurrency: "unbounded"
*   })
*   assert.deepEqual(squares, [1, 4, 9])
* })
* await program.pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
* ```
*/
const make$2 = (options) => openedPool(options);
// ../../../packages/lua/src/internal/athd/mainState.ts
/** Makes the state, serves it, and runs its script. */
const mainState = (options) => gen(function* () {
	const wrong = wrongMain(options);
	if (wrong !== void 0) return yield* wrong;
	const { args = [], entry, ...state } = options;
	const { secret } = yield* hostOf;
	const script = scriptOf(entry);
	const scope$1 = yield* scope;
	const build = (layer) => buildWithScope(layer, scope$1);
	const context = yield* build(LuaMain.layerRef);
	const boot = {
		name: MAIN,
		size: 0,
		entry: script ?? null,
		state: dataOf(state),
		secret
	};
	const hosted = yield* host(boot).pipe(provideContext(context), provideService(CurrentThread, {
		id: 1,
		name: "main",
		isMain: true
	}));
	yield* build(tagOf(MAIN).layerHere(LuaWorker.toLayer(handlers(hosted), { concurrency: "unbounded" })));
	if (script !== void 0) yield* staying(yield* ActorSystem, hosted.state.load(script, ...args));
	return hosted;
});
/** The process does not end while the script waits, for whatever it is. */
const staying = (system, effect) => acquireUseRelease(sync(() => system["~@stevedore/core/runtime"].loop.hold()), () => effect, (release) => sync(release));
Service()("@stevedore/lua/LuaThread");
/**
* A state on main, which other Lua threads know as `athd.getmain()`: runs its script, and serves jobs from before that on. One
* for each actor system.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
* import * as LuaThread from "@stevedore/lua/LuaThread"
*
* const program = Effect.gen(function*() {
*   const main = yield* LuaThread.onMain()
*   assert.equal(yield* main.run("return athd.getctname()"), "main")
* })
* await program.pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
* ```
*/
const onMain = (options = {}) => gen(function* () {
	const hosted = yield* mainState(options);
	const { own, system } = hosted.athd.place;
	const jobs = yield* clientOf(own);
	const idle = suspend(() => {
		const { athd } = hosted;
		return andThen(athd.idle, suspend(() => hosted.athd === athd ? void_ : idle));
	});
	return {
		...jobs,
		idle: staying(system, idle)
	};
});
// ../../../packages/platform-node/src/internal/foreignThread.ts
/** Nobody else uses the port. */
const alone = { takes: () => false };
const make$1 = () => {
	const { port1, port2 } = new MessageChannel();
	const port = make$5(port1, port1, false, alone);
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
	const port = make$5(control.port1, {
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
	yield* addFinalizer$1(() => sync(() => {
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
// dock.ts
const program = gen(function* () {
	const state = yield* make$4();
	console.log(...yield* state.run("return 65536 * 65536, ('%5.1f'):format(0.25), msgpack.unpack(msgpack.pack({ 7 }))[1]"));
	const pool = yield* make$2({
		name: "dock",
		size: 2,
		entry: new URL("./dock.lua", import.meta.url)
	});
	console.log(yield* pool.call("weigh", [
		1,
		2,
		3
	]));
	const failed = yield* flip(pool.run("error('wet')"));
	console.log(failed._tag, failed instanceof LuaRuntimeError, failed.message);
	const main = yield* onMain({ entry: new URL("./dock.lua", import.meta.url) });
	console.log(yield* main.run("return athd.call(athd.newthread('crane', 'dock.lua', 0), 'where', 'return athd.getctname(), weigh(...)', { 4 })"));
});
const live = layer({
	maxThreads: 8,
	slowAfter: "never",
	startTimeout: "60 seconds"
});
await runPromise(scoped(program).pipe(provide$2(live), catchCause((cause) => sync(() => console.log(String(cause))))));
export {};
