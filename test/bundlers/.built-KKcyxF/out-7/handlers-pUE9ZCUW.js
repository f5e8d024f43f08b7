import { $a as isSuccess, $t as kindOf, Aa as Scope, B as extension, Bt as Field, C as scratch, Co as get, Dn as maxRecordBytes, Dt as identityOf, Fa as CurrentLogAnnotations, Fr as isStream, G as forget, Gr as isDequeue, Gt as attemptOf, H as lease, Ha as isDeferred, Hi as runForkWith, Ia as CurrentLogLevel, It as shown, Ka as die, Ki as scoped, La as MinimumLogLevel, Lt as Fifo, Mt as CurrentJob, Na as closeUnsafe, Nr as fromQueue, Oo as makeUnsafe, Pa as makeUnsafe$1, Qa as isFailure, R as chain, Ra as TracerEnabled, Rr as runForEachArray, Ti as isEffect, Tt as RunningInfo, V as free, Vt as Kind, W as payload, Wt as Times, Xa as interrupt$1, Ya as hasInterrupts, Yt as head, Za as isExit, Zi as sync, Zt as isOpen, _a as isFailReason, a as fitsBehind, aa as void_$1, an as Phase, b as refuseRecord, da as fail$1, dt as adopt, en as maxBodyBytes, er as TooLarge, f as issueOf, fo as ParentSpan, ft as interrupt$2, ga as isDieReason, gi as flatMap, la as die$1, ln as start, m as reasonCodec, mo as externalSpan, mt as stoppedBeforeItsEnd, no as void_, on as consumed, or as isWrapper$1, pa as fromReasons, po as Tracer, pt as keyOf, q as told, qa as fail, r as nowhere, sa as withSpan, si as callback, tn as methodOf, tr as Undecodable, tt as outgoing, va as makeDieReason, wi as interrupt, wt as unmovable, xo as addUnsafe, ya as pretty, yo as Service, z as copy, za as _await, zt as own } from "./encodePayload-AGXTCbTQ.js";
// ../../../node_modules/effect/dist/rpc/RpcMessage.js
/**
* Converts a bigint or string request id into the branded `RequestId` type.
*
* @stability unstable
* @category constructors
* @since 4.0.0
*/
const RequestId = (id) => id;
// ../../../packages/core/src/internal/hosting/handled.ts
/**
* What a handler has returned: an Effect, most often one that has finished already; one in a wrapper; or, from plain
* JavaScript, anything.
*/
const succeeded = Object.getPrototypeOf(void_);
const failed = Object.getPrototypeOf(fail(void 0));
/** An effect that has finished already, as most handlers return. */
const isFinished = (effect) => {
	if (typeof effect !== "object" || effect === null) return false;
	const made = Object.getPrototypeOf(effect);
	return made === succeeded || made === failed || isExit(effect);
};
/** Its result is one that a Deferred promises. */
const promises = (exit) => isSuccess(exit) && isPromised(exit.value);
const isPromised = (result) => typeof result === "object" && result !== null && Object.getPrototypeOf(result) !== Object.prototype && isDeferred(result);
const kept = (result) => _await(result);
/** What a handler returned that is no Effect may be anything. */
const isWrapper = (returned) => typeof returned === "object" && returned !== null && isWrapper$1(returned);
/** Runs what a handler of a stream has returned, a Stream or an Effect of a Dequeue, to its end. */
const poured = (actor, tag, handled, out) => {
	const write = (elements) => out.write(elements);
	if (isStream(handled)) return runForEachArray(handled, write);
	if (!isEffect(handled)) return notAnEffect(actor, tag, handled, "Stream");
	return scoped(flatMap(handled, (queue) => isDequeue(queue) ? runForEachArray(fromQueue(queue), write) : notAnEffect(actor, tag, queue, "Dequeue")));
};
/** What plain JavaScript may return from a handler instead of an Effect, as the defect of that job. */
const notAnEffect = (actor, tag, returned, due = "Effect") => {
	const isPromise = returned instanceof Promise;
	if (isPromise) returned.catch(() => {});
	const text = `the handler of "${tag}" of ${actor} returned ${isPromise ? "a Promise" : typeof returned === "function" ? "a function" : shown(returned).slice(0, 100)}, which is no ${due}: ${due === "Stream" ? "return a Stream, or an Effect of a Dequeue" : due === "Dequeue" ? "return the Stream itself, or an Effect of a Dequeue" : isPromise ? "wrap it in Effect.tryPromise(() => …)" : "return Effect.succeed(…)"}`;
	const defect = new TypeError(text);
	defect.stack = `${defect.name}: ${defect.message}`;
	return die(defect);
};
/** Characters of a stack that is shortened because the whole of it has no room. */
const SHORT_STACK = 2e3;
/** The same cause, where it can be carried as it is; else one whose errors say all that can be read of them. */
const carried = (cause) => mapDefects(cause, (defect) => isCarriable(defect) ? defect : copyOf(defect, 32));
/** What matters most of it: no causes, and stacks no longer than need be. */
const brief = (cause) => mapDefects(cause, (defect) => {
	const copy = copyOf(defect, 0);
	if (isError(copy)) copy.stack = `${(copy.stack ?? "").slice(0, SHORT_STACK)}…`;
	return copy;
});
const mapDefects = (cause, f) => {
	if (!cause.reasons.some(isDieReason)) return cause;
	return fromReasons(cause.reasons.map((reason) => {
		if (!isDieReason(reason)) return reason;
		const defect = f(reason.defect);
		return defect === reason.defect ? reason : makeDieReason(defect);
	}));
};
const isError = (value) => {
	try {
		return value instanceof Error;
	} catch {
		return false;
	}
};
/** Nothing that is read of it throws, and its causes end, or come back to one of them. */
const isCarriable = (defect) => {
	const seen = /* @__PURE__ */ new Set();
	try {
		for (let error = defect; isError(error) && !seen.has(error); error = error.cause) {
			if (seen.size > 32) return false;
			seen.add(error);
			error.name, error.message, error.stack;
		}
		return true;
	} catch {
		return false;
	}
};
/** An error with the texts of this one and so many causes; what is no error is itself. */
const copyOf = (defect, causes) => {
	const errors = [];
	let next = defect;
	while (isError(next) && errors.length <= causes) {
		errors.push(next);
		next = readOf(next, "cause");
	}
	if (errors.length === 0) return defect;
	let cause = isError(next) && causes > 0 ? "what caused this one is left out" : isError(next) ? void 0 : next;
	for (const error of errors.toReversed()) {
		const copy = new Error(textOf$1(error, "message"), cause === void 0 ? void 0 : { cause });
		copy.name = textOf$1(error, "name");
		copy.stack = textOf$1(error, "stack");
		cause = copy;
	}
	return cause;
};
const readOf = (error, field) => {
	try {
		return error[field];
	} catch (thrown) {
		return `(its ${field} cannot be read: it threw ${shown(thrown)})`;
	}
};
const textOf$1 = (error, field) => {
	const text = readOf(error, field);
	return typeof text === "string" ? text : "";
};
// ../../../packages/core/src/internal/hosting/hostedReply.ts
/**
* How a job's end travels to its sender: encoded with the Rpc's codecs, on the express lane. What cannot be encoded, or
* is too large, fails that job only. Runs on the hosting thread.
*/
const textEncoder = new TextEncoder();
var Replies = class {
	mesh;
	name;
	told;
	limitBytes;
	constructor(mesh, name, told) {
		this.mesh = mesh;
		this.name = name;
		this.told = told;
		this.limitBytes = maxBodyBytes(mesh.arena.layout, 24);
	}
	/** The job's exit, to whoever asked; a tell's failure is logged. */
	exit(job, exit) {
		if (!job.isAsk) {
			if (isFailure(exit)) this.reportTell(job, exit.cause);
			return;
		}
		if (job.peer.exited) return;
		const { method } = job;
		if (isSuccess(exit)) {
			let bytes;
			try {
				const { arena } = this.mesh;
				bytes = method.codecs.success.encodeMessage(exit.value, arena);
				const { given } = outgoing;
				if (given !== void 0 && !fitsBehind(arena, given, bytes)) bytes = method.codecs.success.encodeMessage(exit.value, nowhere);
			} catch (failure) {
				this.reason(job, new Undecodable({
					what: "result",
					issue: issueOf(failure)
				}));
				return;
			}
			this.sendReply(job, Kind.success, bytes, void 0);
			return;
		}
		this.replyCause(job, exit.cause);
	}
	replyCause(job, cause) {
		const { method } = job;
		const [only] = cause.reasons;
		if (cause.reasons.length === 1 && only !== void 0 && isFailReason(only)) {
			let bytes;
			try {
				const { error, throws } = method.codecs;
				bytes = error.encodeMessage(only.error, nowhere);
				if (throws !== void 0 && bytes > this.limitBytes) bytes = error.encode(throws.inShort(only.error, "it is too large"));
			} catch (failure) {
				this.reason(job, new Undecodable({
					what: "error",
					issue: issueOf(failure)
				}));
				return;
			}
			this.sendReply(job, Kind.failure, bytes, method.codecs.throws ? void 0 : stackOf(only.error));
			return;
		}
		let bytes = encodeCause(method, carried(cause));
		if (bytes > this.limitBytes) bytes = encodeCause(method, brief(cause));
		this.sendReply(job, Kind.cause, bytes, void 0);
	}
	/** A reason of ours instead of the handler's exit. */
	reason(job, reason) {
		if (!job.isAsk || job.peer.exited) {
			if (!job.isAsk) this.reportTell(job, fail$1(reason));
			return;
		}
		let bytes = reasonCodec.encode(reason);
		if (bytes > this.limitBytes && reason._tag === "Undecodable") bytes = reasonCodec.encode(new Undecodable({
			what: reason.what,
			issue: `${reason.issue.slice(0, 200)}…`
		}));
		this.sendReply(job, Kind.actorError, bytes, void 0);
	}
	sendReply(job, kind, payloadBytes, stack) {
		const { limitBytes, mesh } = this;
		if (payloadBytes + (stack?.byteLength ?? 0) > limitBytes) stack = void 0;
		if (payloadBytes > limitBytes) {
			const what = kind === Kind.success ? "result" : "error";
			this.reason(job, new TooLarge({
				what,
				bytes: payloadBytes,
				limitBytes
			}));
			return;
		}
		const head$2 = head(kind, job.method.index);
		try {
			mesh.express(job.peer, head$2, job.id, job.generation, scratch.bytes, payloadBytes, stack);
		} catch (cause) {
			const what = kind === Kind.success ? "result" : "error";
			this.reason(job, new Undecodable({
				what,
				issue: unmovable(cause)
			}));
		}
	}
	/** Nobody waits for a tell: its failure is logged, with the job's name. */
	reportTell(job, cause) {
		this.told.report(`${this.name}.${job.method.tag}`, cause);
	}
};
const encodeCause = ({ codecs }, cause) => {
	try {
		return codecs.cause.encode(cause);
	} catch {
		return codecs.cause.encode(die$1(new Error(textOf(cause))));
	}
};
/** An error's stack may be a getter of its own. */
const stackOf = (error) => {
	try {
		const stack = error instanceof Error ? error.stack : void 0;
		return typeof stack === "string" ? textEncoder.encode(stack) : void 0;
	} catch {
		return;
	}
};
const textOf = (cause) => {
	try {
		return pretty(cause);
	} catch {
		return "a defect that cannot be shown";
	}
};
// ../../../packages/core/src/internal/hosting/surroundings.ts
/**
* What surrounds a handler that runs: the services of its actor, its job's name on what it logs, and what its sender's
* program has sent along. Made once for each job type; only jobs that carry something get more. Runs on the hosting thread.
*/
var Surroundings = class {
	begun = 0;
	failed = 0;
	fiberMillis = 0;
	/** The job's full name. */
	job;
	thread;
	services;
	context;
	/** The actor's handlers were built with a tracer: each job is a span. */
	traced;
	constructor(job, thread, context) {
		this.job = job;
		this.thread = thread;
		const services = new Map(context.mapUnsafe);
		this.traced = services.has(Tracer.key) && get(context, TracerEnabled);
		services.delete(ParentSpan.key);
		services.set(CurrentLogAnnotations.key, own(this.annotations(context, void 0)));
		this.services = services;
		this.context = makeUnsafe(services);
	}
	annotations(context, sent) {
		return {
			...get(context, CurrentLogAnnotations),
			...sent,
			thread: this.thread,
			job: this.job
		};
	}
	/**
	* What surrounds one job. Two services laid over those of its type, which copies none of them, and lets its fiber keep
	* what fibers look up in their context; one that carries something gets a context of its own.
	*/
	of(built, carried, scope, info) {
		const context = carried === void 0 ? this.context : this.carrying(built, carried);
		return addUnsafe(addUnsafe(context, Scope.key, scope), CurrentJob.key, info);
	}
	carrying(built, carried) {
		const services = new Map(this.services);
		const { annotations, level, minimum, span } = carried;
		if (span !== void 0) services.set(ParentSpan.key, external(span));
		if (annotations !== void 0) services.set(CurrentLogAnnotations.key, this.annotations(built, annotations));
		if (minimum !== void 0) services.set(MinimumLogLevel.key, minimum);
		if (level !== void 0) services.set(CurrentLogLevel.key, level);
		return makeUnsafe(services);
	}
	/** The job as a span of its own, whose parent is what its sender was in the middle of. */
	span(effect, info) {
		const { attempt, enqueuedAt, key, sender, startedAt } = info;
		return withSpan(effect, this.job, {
			kind: "server",
			captureStackTrace: false,
			attributes: {
				thread: this.thread,
				sender: sender.name,
				attempt,
				queuedMillis: Math.max(0, startedAt - enqueuedAt),
				...key === void 0 ? void 0 : { key: String(key) }
			}
		});
	}
};
const external = ([traceId, spanId, sampled]) => externalSpan({
	traceId,
	spanId,
	sampled
});
// ../../../packages/core/src/internal/hosting/streamOut.ts
/**
* Where the elements of one running stream go: out to its consumer, as many to a record as fit, and no more of them than
* the consumer has given credit for. Runs on the hosting thread.
*
* The stream is asked for more only when there is credit for at least one element: a producer is never ahead of its
* consumer by more than the credit, and the rest of the array of elements that it has made last.
*/
/** Elements of one record, at most: the consumer decodes them in one go. */
const MOST_IN_RECORD = 256;
/** Memory that no element lies in: blocks of the arena are copied, not given away with one of many elements. */
const COPIED = /* @__PURE__ */ new ArrayBuffer(0);
var StreamOut = class {
	/** Why an element could not be sent: what the stream ends with. */
	failure = void 0;
	credit;
	/** As many as the last record could take, and twice as many where they had room enough. */
	batch = 16;
	/** Nobody wants more: what still comes is dropped. */
	closed;
	mesh;
	job;
	inlineBytes;
	limitBytes;
	/** Of a stream that waits for credit or memory. */
	goOn = void 0;
	constructor(mesh, job, credit) {
		this.mesh = mesh;
		this.job = job;
		this.credit = credit;
		this.closed = !job.isAsk;
		const { layout } = mesh.arena;
		this.inlineBytes = maxRecordBytes(layout) - 24;
		this.limitBytes = maxBodyBytes(layout, 24);
	}
	/** Sends these; completes when there is credit for more. Interrupts the stream when one of them cannot be sent. */
	write(elements) {
		let from = this.send(elements, 0);
		if (this.isThrough(elements, from)) return this.outcome;
		return callback((resume) => {
			this.goOn = () => {
				from = this.send(elements, from);
				if (!this.isThrough(elements, from)) return;
				this.goOn = void 0;
				resume(this.outcome);
			};
			this.goOn();
			return sync(() => {
				this.goOn = void 0;
				this.mesh.waitingForMemory.delete(this.lookAgain);
			});
		});
	}
	isThrough(elements, from) {
		return this.closed || from === elements.length && this.credit > 0;
	}
	get outcome() {
		return this.failure === void 0 ? void_$1 : interrupt;
	}
	/** The consumer has taken so many. */
	more(credit) {
		this.credit += credit;
		this.goOn?.();
	}
	/** Its job is to end: what it still makes is dropped. */
	close() {
		this.closed = true;
		this.goOn?.();
	}
	/** Sends from that index on as far as credit and memory go; returns the index of the first that was not sent. */
	send(elements, from) {
		while (from < elements.length && !this.closed && this.credit > 0) {
			const sent = this.sendSome(elements, from, Math.min(this.batch, this.credit, elements.length - from));
			if (sent === 0) break;
			from += sent;
		}
		return from;
	}
	/** Sends up to `count` in one record: how many that were. */
	sendSome(elements, from, count) {
		const { job, mesh } = this;
		const { many } = job.method.codecs.elements;
		for (;;) {
			let bytes;
			try {
				bytes = many.encodeMessage(count === elements.length ? elements : elements.slice(from, from + count), COPIED);
			} catch (failure) {
				if (count === 1) return this.fail(new Undecodable({
					what: "result",
					issue: this.issueOf(elements[from], failure)
				}));
				count = this.batch = 1;
				continue;
			}
			if (bytes > this.inlineBytes && count > 1) {
				count = this.batch = count >>> 1;
				continue;
			}
			const { limitBytes } = this;
			if (bytes > limitBytes) return this.fail(new TooLarge({
				what: "result",
				bytes,
				limitBytes
			}));
			const head$1 = head(Kind.chunk, job.method.index);
			try {
				if (!mesh.chunk(job.peer, head$1, job.id, job.generation, bytes)) return this.awaitMemory();
			} catch (cause) {
				return this.fail(new Undecodable({
					what: "result",
					issue: unmovable(cause)
				}));
			}
			if (count === this.batch && bytes * 4 < this.inlineBytes) this.batch = Math.min(count * 2, MOST_IN_RECORD);
			this.credit -= count;
			return count;
		}
	}
	/** Looked at again in every drain of this thread; one comes when memory was freed. */
	awaitMemory() {
		this.mesh.waitingForMemory.add(this.lookAgain);
		return 0;
	}
	lookAgain = () => this.goOn?.();
	fail(reason) {
		this.failure = reason;
		this.closed = true;
		return 0;
	}
	/** Of that element alone, without its place in a record. */
	issueOf(element, failure) {
		try {
			this.job.method.codecs.elements.one.encode(element);
		} catch (own) {
			return issueOf(own);
		}
		return issueOf(failure);
	}
};
// ../../../packages/core/src/internal/hosting/runningJobs.ts
var RunningJobs = class {
	host;
	owner;
	methods;
	context;
	/** For each method. */
	surroundings;
	concurrency;
	replies;
	underWay = /* @__PURE__ */ new Map();
	/** Jobs that hold one of the `concurrency` slots. */
	active = 0;
	/** Jobs that run on without a slot. */
	detached = 0;
	constructor(host, options) {
		this.host = host;
		this.owner = host.owner;
		this.methods = options.methods;
		this.context = options.context;
		const thread = host.owner.threadName(host.owner.mesh.thread);
		this.surroundings = options.methods.map(({ tag }) => new Surroundings(`${host.name}.${tag}`, thread, options.context));
		this.concurrency = options.concurrency;
		this.replies = new Replies(host.owner.mesh, host.name, options.told);
	}
	/** Jobs that have started and not ended. */
	get count() {
		return this.active + this.detached;
	}
	/** Of the jobs of that method. */
	figuresOf(method) {
		return this.surroundings[method];
	}
	get hasReentrant() {
		return this.methods.some(({ reentrant }) => reentrant);
	}
	get hasSlot() {
		return this.active < this.concurrency;
	}
	/** One record of mail, in its lane or copied out of it, which is gone when this returns. */
	begin(peer, words, bytes, doubles, at, orphan) {
		const { mesh } = this.owner;
		const head = words[at + Field.head];
		const id = words[at + Field.job];
		const generation = words[at + Field.generation];
		const isAsk = kindOf(head) === Kind.ask;
		if (peer.exited && isAsk) return free(mesh, peer, words, at);
		if (!orphan && !start(mesh.arena, peer.thread, id, generation)) {
			free(mesh, peer, words, at);
			consumed(mesh.arena, peer.thread, id, generation, Phase.dropped);
			mesh.touch(peer);
			this.owner.finished(peer);
			return;
		}
		if (!peer.dead) mesh.touch(peer);
		const method = this.methods[methodOf(head)];
		const job = {
			orphan,
			peer,
			method,
			isAsk,
			id,
			generation,
			fiber: void 0,
			interruptedBy: "nobody",
			holdsSlot: true,
			lease: method.scoped ? lease(mesh, peer, words, at) : void 0,
			info: void 0,
			stream: void 0,
			begun: 0,
			slow: false
		};
		const extension$1 = extension(mesh.arena, words, bytes, at);
		const told$1 = peer.chains === void 0 ? void 0 : told(peer, id, generation);
		let payload$1;
		try {
			payload$1 = payload(method.codecs.payload, mesh.arena, peer, words, bytes, at, job.lease);
		} catch (failure) {
			if (job.lease === void 0) free(mesh, peer, words, at);
			else job.lease.end();
			if (told$1 !== void 0) forget(peer, id);
			this.replies.reason(job, new Undecodable({
				what: "payload",
				issue: issueOf(failure)
			}));
			this.end(job);
			return;
		}
		if (job.lease === void 0) free(mesh, peer, words, at);
		else if (told$1 !== void 0) forget(peer, id);
		this.active++;
		if (this.active > this.concurrency) this.giveUpSlot(job);
		this.owner.slow.begins(job, this.host.instance, method.index);
		const surroundings = this.surroundings[method.index];
		surroundings.begun++;
		let effect;
		let finished;
		let wrapper;
		try {
			const options = {
				client: peer.client,
				requestId: RequestId(id),
				headers: extension$1.headers,
				rpc: method.rpc
			};
			const handled = method.pour === void 0 ? method.invoke(payload$1, options) : method.pour(payload$1, options, job.stream = new StreamOut(mesh, job, extension$1.credit));
			finished = isFinished(handled);
			if (finished || isEffect(handled)) effect = handled;
			else {
				wrapper = isWrapper(handled) ? handled : void 0;
				const value = wrapper === void 0 ? handled : wrapper.value;
				effect = isEffect(value) ? value : notAnEffect(this.host.name, method.tag, value);
				finished = isFinished(effect);
			}
		} catch (defect) {
			effect = die(defect);
			finished = true;
		}
		if (finished && !surroundings.traced && !promises(effect)) {
			this.finish(job, effect);
			return;
		}
		job.info = new RunningInfo({
			actor: this.host.name,
			instance: this.host.instance,
			name: method.tag,
			id,
			senderId: peer.incarnation,
			senderName: this.owner.threadName(peer.thread),
			key: extension$1.key,
			chain: told$1 ?? extension$1.chain,
			identity: isOpen(head) ? identityOf(peer.incarnation, id) : void 0,
			deadline: doubles[at + Times.deadline >> 1],
			enqueuedAt: doubles[at + Times.enqueuedAt >> 1],
			startedAt: this.owner.millis(),
			attempt: attemptOf(head)
		});
		if (wrapper?.fork === true) this.giveUpSlot(job);
		if (surroundings.traced) effect = surroundings.span(effect, job.info);
		this.run(job, effect, job.info, surroundings, extension$1.carried, wrapper?.uninterruptible === true);
	}
	/** Runs an effect that is not an exit already, in its own Scope, with `CurrentJob`. */
	run(job, effect, info, surroundings, carried, uninterruptible) {
		const scope = makeUnsafe$1();
		const fiber = runForkWith(surroundings.of(this.context, carried, scope, info))(effect, uninterruptible ? { uninterruptible } : void 0);
		const exit = fiber.pollUnsafe();
		if (exit !== void 0) this.leave(job, scope, exit);
		else this.watch(job, fiber, true, (exit) => this.leave(job, scope, exit));
	}
	/** What the handler acquired is released before anybody learns that it has finished. */
	leave(job, scope, exit) {
		const close = closeUnsafe(scope, exit);
		if (close === void 0) return this.settle(job, exit);
		const closing = runForkWith(this.context)(close);
		this.watch(job, closing, false, (closed) => this.settle(job, isFailure(closed) ? closed : exit));
	}
	/** Calls back when the fiber ends, at once if it has; it holds up a stop until then. */
	watch(job, fiber, mayBeCancelled, done) {
		const exit = fiber.pollUnsafe();
		if (exit !== void 0) return done(exit);
		job.fiber = mayBeCancelled ? fiber : void 0;
		this.underWay.set(keyOf(job.peer, job.id), job);
		this.owner.fibers(1);
		fiber.addObserver((exit) => {
			this.underWay.delete(keyOf(job.peer, job.id));
			this.owner.fibers(-1);
			done(exit);
		});
	}
	/** The handler has ended. A Deferred is the promise of a result: other jobs run until it is kept, perhaps by them. */
	settle(job, exit) {
		if (!promises(exit)) return this.finish(job, exit);
		if (job.interruptedBy !== "nobody") return this.finish(job, interrupt$1());
		this.giveUpSlot(job);
		const promised = kept(exit.value);
		const waiting = runForkWith(this.context)(promised);
		this.watch(job, waiting, true, (kept) => this.finish(job, kept));
	}
	giveUpSlot(job) {
		if (!job.holdsSlot) return;
		job.holdsSlot = false;
		this.active--;
		this.detached++;
		this.host.slotFreed();
	}
	finish(job, exit) {
		this.conclude(job, exit);
		job.lease?.end();
		job.info?.release();
	}
	conclude(job, exit) {
		const figures = this.figuresOf(job.method.index);
		if (isFailure(exit)) figures.failed++;
		if (job.info !== void 0) {
			const millis = this.owner.millis();
			figures.fiberMillis += millis - job.info.startedAt;
			job.info.end();
			this.owner.slow.ended(job, millis);
		}
		if (job.holdsSlot) this.active--;
		else this.detached--;
		if (job.interruptedBy === "recycle" && hasInterrupts(exit)) return this.host.checkIdle();
		if (job.interruptedBy === "stop" && hasInterrupts(exit)) this.replies.reason(job, stoppedBeforeItsEnd);
		else if (job.stream?.failure !== void 0) this.replies.reason(job, job.stream.failure);
		else this.replies.exit(job, exit);
		this.end(job);
		this.host.jobEnded();
	}
	/** The job is over on this side: a tell says so by its word, since no record is sent for it. */
	end(job) {
		const { mesh } = this.owner;
		if (job.orphan) return this.owner.account.disinherit();
		if (!job.peer.dead) {
			if (!job.isAsk) {
				consumed(mesh.arena, job.peer.thread, job.id, job.generation, Phase.done);
				mesh.touch(job.peer);
			}
			this.owner.finished(job.peer);
		}
	}
	/** The asker no longer wants the result of a job that has started. */
	cancel(peer, id, generation) {
		const job = this.underWay.get(keyOf(peer, id));
		if (job === void 0 || job.generation !== generation) return false;
		job.interruptedBy = "asker";
		interrupt$2(job);
		return true;
	}
	/** Who waits for it now. */
	awaited(peer, id, generation, chain) {
		const job = this.underWay.get(keyOf(peer, id));
		if (job === void 0 || job.generation !== generation) return false;
		job.info?.setChain(chain);
		return true;
	}
	/** The consumer of a stream has taken so many of its elements. */
	more(peer, id, generation, credit) {
		const job = this.underWay.get(keyOf(peer, id));
		if (job === void 0 || job.generation !== generation) return false;
		job.stream?.more(credit);
		return true;
	}
	/** Interrupts what is under way; whoever had interrupted it before counts. */
	interruptAll(by) {
		for (const job of Array.from(this.underWay.values())) {
			if (job.interruptedBy === "nobody") job.interruptedBy = by;
			interrupt$2(job);
		}
	}
};
// ../../../packages/core/src/internal/hosting/hostedActor.ts
var HostedActor = class {
	instance;
	name;
	owner;
	backlog = new Fifo();
	jobs;
	closing = "no";
	/** Who waits for the end of all but so many jobs. */
	idlers = [];
	constructor(options) {
		this.instance = options.instance;
		this.name = options.name;
		this.owner = options.owner;
		this.jobs = new RunningJobs(this, options);
	}
	/** Jobs that have started or wait here. */
	get load() {
		return this.jobs.count + this.backlog.size;
	}
	/** Its name, and that of the job of that method. */
	jobOf(method) {
		return [this.name, this.jobs.methods[method]?.tag ?? "?"];
	}
	/** Jobs that have started and not ended, as `tag#id from thread`: what holds up a stop. */
	get held() {
		return Array.from(this.jobs.underWay.values(), (job) => `${this.name}.${job.method.tag}#${job.id} from ${this.owner.threadName(job.peer.thread)}`);
	}
	/** A mail record was drained; it lies at word `at` of the arena and is gone when this returns. */
	onMail(peer, at, onlyQueue = false) {
		const { bytes, doubles, words } = this.owner.mesh.arena;
		if (this.closing === "refusing") this.refuse(peer, words, at);
		else if (this.closing === "leaving" && !this.isOwn(peer)) {
			if (this.isReentrant(peer, words, bytes, at)) this.jobs.begin(peer, words, bytes, doubles, at, false);
			else free(this.owner.mesh, peer, words, at);
		} else if (onlyQueue) {
			this.backlog.push(copy(this.owner.mesh, peer, at));
			this.owner.ready(this);
		} else if (this.jobs.hasSlot && this.backlog.size === 0 || this.isReentrant(peer, words, bytes, at)) this.jobs.begin(peer, words, bytes, doubles, at, false);
		else this.backlog.push(copy(this.owner.mesh, peer, at));
	}
	/** It is asked, directly or not, by a job of this very instance, and its type allows that. */
	isReentrant(peer, words, bytes, at) {
		if (!this.jobs.methods[methodOf(words[at + Field.head])].reentrant) return false;
		return chain(this.owner.mesh.arena, peer, words, bytes, at).includes(this.instance);
	}
	/** Somebody waits for a job that may be in the backlog: if that is a job of this instance, it may have to begin now. */
	letIn(peer, id, generation) {
		if (!this.jobs.hasReentrant) return;
		for (const record of this.backlog.all()) {
			const { bytes, doubles, orphan, words } = record;
			if (record.peer !== peer || words[Field.job] !== id || words[Field.generation] !== generation) continue;
			if (!this.isReentrant(peer, words, bytes, 0)) continue;
			this.backlog.remove(record);
			this.jobs.begin(peer, words, bytes, doubles, 0, orphan);
			return this.checkIdle();
		}
	}
	/** Starts one job of the backlog. False when none may start. */
	startNext() {
		if (!this.jobs.hasSlot) return false;
		const next = this.backlog.shift();
		if (next === void 0) return false;
		this.jobs.begin(next.peer, next.words, next.bytes, next.doubles, 0, next.orphan);
		this.checkIdle();
		return true;
	}
	get hasReady() {
		return this.backlog.size > 0 && this.jobs.hasSlot;
	}
	refuse(peer, words, at, orphan = false) {
		if (orphan) {
			free(this.owner.mesh, peer, words, at);
			this.owner.account.deadLetter();
			const head = words[at + Field.head];
			const job = this.jobs.methods[methodOf(head)].tag;
			const { mesh, threadName } = this.owner;
			const [sender, thread] = [threadName(peer.thread), threadName(mesh.thread)];
			const started = attemptOf(head) > 1;
			this.owner.lost({
				actor: this.name,
				job,
				sender,
				thread,
				reason: "Stopped",
				started
			});
			this.owner.account.disinherit();
			return;
		}
		refuseRecord(this.owner.mesh, peer, words, at);
		if (!peer.dead) this.owner.finished(peer);
	}
	/** Calls `onIdle` when (or as) no job runs but `left`, which wait for this very end, and none can start beside them. */
	whenIdle(onIdle, left = 0) {
		this.idlers.push({
			left,
			onIdle
		});
		this.checkIdle();
	}
	isIdleBut(left) {
		return this.jobs.count <= left && !this.hasReady;
	}
	/** From now on every record is refused at the door; what waits is refused, what runs (more than `left`) interrupted. */
	refuseAll(left = 0) {
		this.closing = "refusing";
		for (;;) {
			const next = this.backlog.shift();
			if (next === void 0) break;
			this.refuse(next.peer, next.words, 0, next.orphan);
		}
		if (!this.isIdleBut(left)) this.jobs.interruptAll("stop");
		this.checkIdle();
	}
	/**
	* Starts nothing more, since the senders give what waits to the next thread; finishes what has started, and what no
	* sender would move: tells of the dead, and what this very thread has sent.
	*/
	leave(onIdle) {
		this.closing = "leaving";
		this.idlers.push({
			left: 0,
			onIdle
		});
		for (const record of this.backlog.all()) if (!record.orphan && !this.isOwn(record.peer)) this.drop(record);
		this.checkIdle();
	}
	isOwn(peer) {
		return peer.thread === this.owner.mesh.thread;
	}
	/** There is no more time to leave in: what runs is interrupted, and is not answered from here. */
	leaveNow() {
		this.jobs.interruptAll("recycle");
	}
	/** A record of a dead sender's mail lane, in order behind those that wait. True when it is kept: see inheritance.ts. */
	onOrphan(peer, at) {
		if (this.closing === "refusing") return false;
		const record = copy(this.owner.mesh, peer, at);
		if (!adopt(this.owner, record)) return false;
		this.backlog.push(record);
		this.owner.ready(this);
		return true;
	}
	/** One that waits here is nobody's any more. */
	drop(record) {
		this.backlog.remove(record);
		free(this.owner.mesh, record.peer, record.words, 0);
	}
	slotFreed() {
		if (this.backlog.size > 0) this.owner.ready(this);
	}
	jobEnded() {
		if (this.backlog.size > 0) this.owner.ready(this);
		else this.checkIdle();
	}
	checkIdle() {
		for (const { left, onIdle } of this.idlers) if (this.isIdleBut(left)) onIdle();
	}
};
// ../../../packages/core/src/internal/hosting/handlers.ts
/**
* The handlers of an actor as a service: what `toLayer` provides and a hosting thread looks for, keyed by the actor's id
* (Effect's own key for handlers is the bare tag, which two actors on one thread would share).
*/
const PREFIX = "@stevedore/core/Handlers/";
const handlersKey = (actor) => Service(`${PREFIX}${actor}`);
/** All handlers that a context holds: for messages about an entry that serves something else. */
const builtHandlersIn = (context) => Array.from(context.mapUnsafe).filter(([key]) => key.startsWith(PREFIX)).map(([, value]) => value);
/** Makes an instance on this thread that runs these handlers. */
const host = (loop, instance, name, handlers) => {
	const actor = new HostedActor({
		instance,
		name,
		methods: handlers.methods,
		context: handlers.context,
		concurrency: handlers.concurrency,
		told: handlers.told,
		owner: {
			mesh: loop.mesh,
			account: loop.account,
			lost: (letter) => loop.letters.add(letter),
			finished: (peer) => loop.finished(peer),
			ready: (ready) => loop.actorReady(ready),
			fibers: (delta) => loop.fibersChanged(delta),
			threadName: (thread) => loop.threadName(thread),
			slow: loop.slow,
			millis: loop.eventLoop.millis
		}
	});
	loop.actors.set(instance, actor);
	return actor;
};
export { notAnEffect as a, isWrapper as i, handlersKey as n, poured as o, host as r, builtHandlersIn as t };
