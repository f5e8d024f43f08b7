import { Da as mergeAll, Hi as runForkWith, It as shown, La as MinimumLogLevel, Li as promise, Ma as close, Oa as provide, Pa as makeUnsafe, Qa as isFailure, Qn as ThreadDied, Sa as buildWithScope, Si as gen, So as empty, Sr as decodeUnknownSync, St as opened, Ta as isLayer, Un as ActorErrorReason, Wn as ArenaCorrupt, Yi as succeed, Zi as sync, Zn as Stopped, _t as attach, aa as void_$1, hn as Thread, ka as succeed$1, mi as fail, no as void_, pi as exit, si as callback, wo as getOrUndefined, ya as pretty } from "../encodePayload-AGXTCbTQ.js";
import { $ as State, A as attach$1, B as refuse, C as SharedNames, D as leave, E as ring, M as layer, N as Lives, P as decode, S as SlowLimits, T as NOTICE, W as Directory, X as Carrier, a as fromRuntime, c as ThreadLoop, et as isAlive, j as forwarding, k as recycled, nt as store, t as ActorSystem, tt as load, w as parallelism, z as finish } from "../ActorSystem-BIKJsIlH.js";
import { t as CurrentThread } from "../CurrentThread-DWN7vit5.js";
import { n as handlersKey, r as host, t as builtHandlersIn } from "../handlers-pUE9ZCUW.js";
import { a as lastWords, c as make$1, o as candidates, s as existing, t as send, u as open } from "../threadOutput-BGnIlhC7.js";
import { Worker, workerData } from "node:worker_threads";
// ../../../packages/core/src/internal/system/buffersPort.ts
/**
* A thread's end of a channel for moved buffers, as it hears of it from main. Runs on every thread but main.
*/
const take = (loop, host, message, post) => {
	const { incarnation, thread } = message;
	const peer = present(loop, thread, incarnation);
	if (message._tag === "port") {
		const port = host.openEnd(message.end);
		if (peer === void 0) return port.close();
		attach(peer, port, message.open);
		post({
			_tag: "hasPort",
			thread,
			incarnation
		});
	} else if (peer !== void 0) opened(peer);
	loop.lookAgain();
};
/**
* That incarnation, as far as this thread knows. What main has posted may come later than the death of who it is about, and
* than this thread's acknowledgement of it: the record still names the dead one then, until it is swept, and says that it is.
*/
const present = (loop, thread, incarnation) => {
	const { arena, mesh } = loop;
	const known = mesh.known(thread);
	if (known !== void 0) return known.incarnation === incarnation && !known.exited ? known : void 0;
	return load(arena, thread, Thread.incarnation) === incarnation && isAlive(arena, thread) ? mesh.peer(thread) : void 0;
};
// ../../../packages/core/src/internal/system/asking.ts
/**
* Questions to main over the control channel, and the answers. Runs on every thread but main, which asks itself
* (questions.ts).
*/
const readReason = decodeUnknownSync(ActorErrorReason);
var Asking = class {
	post;
	/** Keeps the event loop alive until the returned function is called. */
	hold;
	/** Who waits for which answer. */
	waiting = /* @__PURE__ */ new Map();
	asked = 0;
	ended = false;
	constructor(post, hold) {
		this.post = post;
		this.hold = hold;
	}
	ask = (question) => callback((resume) => {
		if (this.ended) return resume(fail(new Stopped({})));
		const number = ++this.asked;
		const release = this.hold();
		const leave = () => {
			if (this.waiting.delete(number)) release();
		};
		this.waiting.set(number, (given) => {
			leave();
			resume(given);
		});
		this.post({
			_tag: "question",
			number,
			question
		});
		return sync(leave);
	});
	answered(number, answer) {
		const given = answer._tag === "given" ? succeed(answer.value) : fail(readReason(answer.reason));
		this.waiting.get(number)?.(given);
	}
	/** This thread takes part no longer. */
	end() {
		this.ended = true;
		for (const tell of Array.from(this.waiting.values())) tell(fail(new Stopped({})));
	}
};
// ../../../packages/core/src/internal/sending/settling.ts
/**
* A thread takes part no longer, and goes on with something else: nobody will answer what it has asked. Used by the sending
* thread only, when every name is gone and nothing waits for room any more.
*/
/** Each ask that is open fails: one that has not started never will, one that has is told to stop. Not inside a drain. */
const settle = (outbox) => {
	const { replies } = outbox;
	const stopped = (job, started) => job.onFailed(new Stopped({}), started);
	const begun = [];
	for (let id = 0; id < replies.ids; id++) {
		const job = replies.get(id);
		if (job === void 0 || job.over) continue;
		if (outbox.takeBack(job)) stopped(job, false);
		else begun.push(job);
	}
	for (const job of begun) stopped(job, !outbox.cancel(job, true));
};
// ../../../packages/core/src/ThreadEntry.ts
/**
* What runs in a fresh thread: attaches to the shared memory, imports the entry, builds its Layer, serves its actors, and
* stops in order. Called once by a platform's bootstrap, on that thread.
*/
/** Main is the first thread of a system. */
const MAIN = 0;
/**
* Runs this thread until main stops it. Reports its start, or why it did not start, over the host's port; never throws.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ThreadEntry from "@stevedore/core/ThreadEntry"
*
* // A platform's bootstrap calls it with the host it has built: ThreadEntry.run({ boot, port, importEntry, exit })
* assert.equal(typeof ThreadEntry.run, "function")
* ```
*/
const run = (host$1) => {
	const boot = host$1.boot;
	const post = (message) => host$1.port.post(message);
	const fail = (failure) => {
		post({
			_tag: "failed",
			failure
		});
		host$1.exit(1);
	};
	const arena = attach$1(boot.buffer, boot.sizes);
	const slowLimits = new SlowLimits(boot.slow);
	let slowVersion = boot.slowVersion;
	const loop = new ThreadLoop({
		arena,
		thread: boot.thread,
		keepAlive: host$1.keepAlive ?? {
			ref: () => {},
			unref: () => {}
		},
		eventLoop: host$1.eventLoop,
		linger: lingerOf(boot, host$1),
		runsAlone: host$1.eventLoop === void 0 && parallelism() === 1,
		threadName: (thread) => thread === boot.thread ? boot.name : directory.threadName(thread),
		deathReason: (thread) => deathReason(arena, thread),
		noticed: (acknowledged) => {
			if (acknowledged) ring(arena, MAIN, NOTICE);
		},
		lost: (letters) => post({
			_tag: "deadLetters",
			letters
		}),
		wantPort: (thread, incarnation) => post({
			_tag: "wantPort",
			thread,
			incarnation
		}),
		slowLimits,
		slow: (report) => post({
			_tag: "slow",
			report,
			version: slowVersion
		}),
		jobOf: (instance, method) => directory.jobOf(instance, method),
		corrupt: (_, { dump, what }) => post({
			_tag: "corrupt",
			what,
			dump
		})
	});
	const directory = new Directory(loop.mesh, loop.outbox);
	const asking = new Asking(post, () => loop.hold());
	let stopping = false;
	const system = {
		loop,
		directory,
		lives: new Lives(),
		ask: asking.ask,
		sharedNames: new SharedNames(asking.ask),
		isEnding: () => stopping,
		stopTimeoutMillis: boot.stopTimeoutMillis,
		carrier: new Carrier(boot.minimumLogLevel),
		interruptGraceMillis: boot.interruptGraceMillis,
		nameTimeoutMillis: boot.nameTimeoutMillis,
		nestedWaitMillis: boot.nestedWaitMillis,
		main: void 0
	};
	const state = (value) => store(arena, boot.thread, Thread.state, value);
	const scope = makeUnsafe();
	const logs = forwarding(post, () => load(arena, boot.thread, Thread.logged));
	const services = servicesOf(system, boot, logs.logger);
	const runFork = runForkWith(host$1.context ?? empty());
	host$1.port.onMessage((message) => {
		const received = message;
		if (received._tag === "directory") {
			const { news } = received;
			loop.deaths.loseAll(news.threads);
			directory.announce(news);
			loop.deaths.after(() => {
				directory.apply(news);
				if (received.acknowledge) post({
					_tag: "applied",
					version: news.version
				});
			});
		} else if (received._tag === "answer") asking.answered(received.number, received.answer);
		else if (received._tag === "slowAfter") {
			slowLimits.set(received.settings);
			slowVersion = received.version;
			loop.slow.rearm();
		} else if (received._tag === "lives") for (const event of received.events) system.lives.tell(decode(event));
		else if (received._tag === "port" || received._tag === "portOpen") take(loop, host$1, received, post);
		else if (!stopping) {
			stopping = true;
			runFork(received._tag === "stop" ? stop(received.deadlineMillis) : recycle(received.deadlineMillis));
		}
	});
	directory.apply(boot.names);
	state(State.initialized);
	loop.start();
	const stop = (deadlineMillis) => gen(function* () {
		state(State.stopping);
		loop.closeMail();
		const held = yield* finish(loop, deadlineMillis);
		if (held.length > 0) post({
			_tag: "held",
			jobs: held
		});
		yield* refuse(loop);
		yield* end(State.stopped);
	});
	/** Ends as a crash would for those who have jobs here, but after its own have finished. */
	const recycle = (deadlineMillis) => gen(function* () {
		state(State.stopping);
		yield* leave(loop, deadlineMillis);
		yield* end(State.recycled);
	});
	const end = (last) => gen(function* () {
		post({ _tag: "stopHooks" });
		const closed = yield* exit(close(scope, void_));
		asking.end();
		logs.end();
		if (isFailure(closed)) post({
			_tag: "stopFailed",
			detail: pretty(closed.cause)
		});
		yield* callback((resume) => loop.afterDrain(() => resume(void_$1)));
		if (host$1.livesOn === true) {
			directory.end();
			settle(loop.outbox);
		}
		loop.flush();
		loop.release();
		if (host$1.livesOn === true) for (const look of Array.from(loop.mesh.waitingForMemory)) look();
		loop.letters.end();
		state(last);
		host$1.exit(0);
	});
	runFork(gen(function* () {
		const imported = yield* promise(() => host$1.importEntry(boot.entry));
		if ("failure" in imported) return fail(importFailure(imported.failure));
		const served = boot.instances.some((instance) => instance.module !== void 0) ? (yield* promise(() => import("../serveModule-DoVwSrlo.js"))).moduleOf(boot.instances, imported.module) : void 0;
		if (served !== void 0 && "mismatch" in served) return fail(served.mismatch);
		const layer = served?.layer ?? imported.module.default;
		if (!isLayer(layer)) return fail({
			_tag: "noDefault",
			detail: noDefault(boot.entry, imported.module, layer)
		});
		const built = yield* exit(buildWithScope(provide(layer, services), scope));
		if (isFailure(built)) return fail({
			_tag: "threw",
			detail: pretty(built.cause)
		});
		const context = built.value;
		const serial = [];
		for (const instance of boot.instances) {
			const handlers = getOrUndefined(context, handlersKey(instance.served));
			const isOther = instance.module === void 0 && handlers?.fingerprint !== instance.fingerprint;
			if (handlers === void 0 || isOther) return fail({
				_tag: "mismatch",
				...mismatch(instance.served, handlers, context)
			});
			host(loop, instance.instance, instance.name, handlers);
			if (handlers.concurrency === 1) serial.push(instance.instance);
		}
		state(State.started);
		return post({
			_tag: "ready",
			serial,
			functions: served?.functions ?? []
		});
	})).addObserver((exit) => {
		if (isFailure(exit)) fail({
			_tag: "threw",
			detail: pretty(exit.cause)
		});
	});
};
/** Simulated threads bring an event loop of their own, in which nothing is faster than anything else. */
const lingerOf = ({ linger }, { eventLoop, isLoopWanted }) => eventLoop !== void 0 || isLoopWanted === void 0 ? void 0 : {
	option: linger,
	parallelism: parallelism(),
	isLoopWanted
};
const servicesOf = (system, boot, logger) => mergeAll(succeed$1(ActorSystem, fromRuntime(system)), succeed$1(CurrentThread, {
	id: boot.incarnation,
	name: boot.name,
	isMain: false
}), layer([logger]), succeed$1(MinimumLogLevel, boot.minimumLogLevel));
/** What this thread knows about the end of another: main has stored its last state before it raised the epoch. */
const deathReason = (arena, thread) => {
	const state = load(arena, thread, Thread.state);
	if (state === State.stopped) return new Stopped({});
	if (state === State.recycled) return recycled("another thread");
	const code = load(arena, thread, Thread.exitCode);
	if (code === -219) return new ArenaCorrupt({
		what: "found there; main has logged the dump",
		dump: ""
	});
	return new ThreadDied({
		confirmed: true,
		detail: `exit code ${code}`
	});
};
const importFailure = (failure) => {
	const { error } = failure;
	const text = error instanceof Error ? error.stack ?? error.message : `it threw ${shown(error)}`;
	switch (failure.cause) {
		case "missing": return {
			_tag: "missing",
			detail: `no such file, tried ${failure.tried.join(" and ")}`
		};
		case "syntax": return {
			_tag: "syntax",
			detail: text
		};
		default: return {
			_tag: "threw",
			detail: text
		};
	}
};
const noDefault = (entry, module, found) => {
	const remedy = "export default TheActor.toLayer({ … })";
	if (!("default" in module)) {
		const names = Object.keys(module);
		return `${entry} has no default export (it exports ${names.length === 0 ? "nothing" : names.join(", ")}); write ${remedy}`;
	}
	return `the default export of ${entry} is ${found === null ? "null" : typeof found}, not a Layer; write ${remedy}`;
};
const mismatch = (served, handlers, context) => {
	if (handlers !== void 0) return {
		expected: `"${served}" as main declares it`,
		found: `another version of "${served}": the Rpcs or schemas of the two differ`
	};
	const others = builtHandlersIn(context).map((each) => `"${each.actor}"`);
	return {
		expected: `"${served}"`,
		found: others.length === 0 ? "no actor" : others.join(", ")
	};
};
// ../../../packages/platform-node/src/internal/locateSyntaxError.ts
const longestMillis = 3e3;
const mostFiles = 500;
const code = `
const { spawnSync } = process.getBuiltinModule("node:child_process")
const { readFileSync } = process.getBuiltinModule("node:fs")
const { stripTypeScriptTypes } = process.getBuiltinModule("node:module")
const { SourceTextModule } = process.getBuiltinModule("node:vm")
const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads")
const files = new Set([workerData.entry])
for (const file of files) {
  if (files.size > workerData.mostFiles) break
  let script
  try {
    const source = readFileSync(new URL(file), "utf8")
    script = /\\.[mc]?ts$/.test(file) ? stripTypeScriptTypes(source) : source
    const module = new SourceTextModule(script, { identifier: file })
    const requests = module.moduleRequests?.map((request) => request.specifier) ?? module.dependencySpecifiers
    for (const request of requests) {
      if (/^(\\.|file:)/.test(request)) files.add(new URL(request, file).href)
    }
  } catch (error) {
    if (error instanceof SyntaxError && error.message === workerData.message) {
      const check = ["--check", "--input-type=module", "-"]
      const { stderr } = spawnSync(process.execPath, check, { input: script, encoding: "utf8" })
      parentPort.postMessage({ file, text: stderr ?? "" })
      break
    }
  }
}
`;
const place = /^.+(:\d+\n[^\n]*\n *\^+)\n/;
const find = (entry, message) => new Promise((resolve) => {
	const worker = new Worker(code, {
		eval: true,
		execArgv: ["--experimental-vm-modules", "--no-warnings"],
		workerData: {
			entry: entry.href,
			message,
			mostFiles
		},
		stderr: true
	});
	const timer = setTimeout(() => void worker.terminate(), longestMillis);
	let found;
	worker.on("message", ({ file, text }) => {
		found = `${file}${place.exec(text)?.[1] ?? ""}`;
	});
	worker.on("error", () => {});
	worker.on("exit", () => {
		clearTimeout(timer);
		resolve(found);
	});
});
/** Puts file, line and the line's text in front of the error's stack, as Node does elsewhere, if it can find them. */
const locateSyntaxError = async (error, entry) => {
	const stack = error.stack ?? `${error.name}: ${error.message}`;
	if (place.test(stack) || entry.protocol !== "file:") return;
	try {
		const where = await find(entry, error.message);
		if (where !== void 0) error.stack = `${where}\n\n${stack}`;
	} catch {}
};
// ../../../packages/platform-node/src/internal/importEntry.ts
const isThrownByCode = (error) => (error.stack ?? "").split("\n").some((line) => /^\s+at (?!async )/.test(line) && !/node:|<anonymous>\)?$/.test(line));
const isSyntax = (error) => {
	if (!(error instanceof SyntaxError)) return false;
	const code = "code" in error ? error.code : void 0;
	return code === "ERR_INVALID_TYPESCRIPT_SYNTAX" || code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX" || !isThrownByCode(error);
};
const isMissing = (error, url) => error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND" && "url" in error && error.url === url.href;
/** Imports the module at `entry`, an absolute URL; never rejects. */
const importEntry = async (entry) => {
	if (!URL.canParse(entry)) {
		const error = /* @__PURE__ */ new TypeError(`The entry "${entry}" is not an absolute URL: write new URL("./x.thread.ts", import.meta.url)`);
		return { failure: {
			cause: "threw",
			tried: [entry],
			error
		} };
	}
	const url = new URL(entry);
	const tried = candidates(url).map((candidate) => candidate.href);
	const found = existing(url) ?? url;
	try {
		return { module: await import(found.href) };
	} catch (error) {
		if (isMissing(error, found)) return { failure: {
			cause: "missing",
			tried,
			error
		} };
		const upToFound = tried.slice(0, tried.indexOf(found.href) + 1);
		if (!isSyntax(error)) return { failure: {
			cause: "threw",
			tried: upToFound,
			error
		} };
		await locateSyntaxError(error, found);
		return { failure: {
			cause: "syntax",
			tried: upToFound,
			error
		} };
	}
};
// ../../../packages/platform-node/src/internal/threadHost.ts
/** The port of this thread holds its event loop for as long as it lives: one entry of the list. */
const isLoopWanted = () => process.getActiveResourcesInfo().length > 1;
/** The host of the thread this is called on. */
const make = () => {
	const data = workerData;
	const output = send(data.port);
	process.on("exit", () => {
		data.lastWords[lastWords.utilization] = performance.eventLoopUtilization().utilization;
		data.lastWords[lastWords.endedByItself] = 1;
	});
	return {
		boot: data.boot,
		port: make$1(data.port, data.port, true, output),
		openEnd: open,
		importEntry,
		isLoopWanted,
		exit: (code) => process.exit(code)
	};
};
// ../../../packages/platform-node/src/internal/threadMain.ts
run(make());
export {};
