import { $a as isSuccess, $i as tapError, $n as Timeout, $t as kindOf, Ai as map$1, An as segmentAt, Ao as getOrElse, Ar as die, At as noChain, Ba as done$1, Bn as wait, Bo as withFiber$1, Bt as Field, C as scratch$1, Ca as effect, Ci as ignore, Cn as laneAt, Co as get$1, Cr as encodeUnknownSync, Ct as take$3, Di as logInfo, Dn as maxRecordBytes, Dr as isPrimaryKey, E as scratch, Ei as logError, En as make$4, Et as chainOf, Fa as CurrentLogAnnotations, Fi as onExit, Fn as exchange, Ft as millisOf, Ga as asVoid$1, Gi as scope, Gn as AskCycle, Hi as runForkWith, Hn as ActorError, Ho as hasProperty, Ia as CurrentLogLevel, Ii as onInterrupt, In as load$1, It as shown, J as Lease, Ji as sleep$1, Jn as MailboxFull, Jr as sliding, Jt as hasMoves, K as keep, Kn as EntryMismatch, Kr as offerUnsafe, Kt as blockNumber, La as MinimumLogLevel, Ln as notifyAll, Lt as Fifo, Mi as mapError, Mn as add$1, Mo as isSome, Mr as fromPull, Ni as matchEffect, Nn as and, Nr as fromQueue, Nt as invalid, O as smallBytes, Oi as logWarning, On as noLane, Or as symbol, Ot as instancesOf, Pi as onError, Pn as compareExchange, Pt as limitOf, Q as incoming, Qi as tap, Qn as ThreadDied, Qt as isSpilled, Ra as TracerEnabled, Rn as or, Ro as PipeInspectableProto, Rt as isOwn, Si as gen, Sn as jobsAt, Sr as decodeUnknownSync, St as opened, Tn as layout_exports, U as pass, Un as ActorErrorReason, Ut as Spilled, V as free, Va as doneUnsafe, Vn as waitAsync, Vo as string, Vr as unwrap, Vt as Kind, Wa as makeUnsafe, Wn as ArenaCorrupt, Wo as dual, Wt as Times, Xi as suspend, Xn as StartFailed, Xt as isGiven, Yi as succeed, Yn as Poisoned, Yt as head, Zi as sync, Zn as Stopped, _n as blockClass, _t as attach$1, aa as void_, an as Phase, b as refuseRecord, bn as consumerOfLane, bo as add, bt as move, c as decodeChain, cn as lostTells, co as fnUntraced, dn as Lane, do as DisablePropagation, dt as adopt$1, ea as timeoutOption, ei as acquireRelease, en as maxBodyBytes, et as nothingIncoming, fi as ensuring, fn as LaneWord, fo as ParentSpan, ft as interrupt, g as KeyOf, gi as flatMap, gn as blockAt, gt as arrived, hn as Thread, ht as arrive, i as OwnMemory, ia as uninterruptibleMask, ii as annotateLogs, in as JobTable, io as CurrentLoggers$1, ir as ServerClient, ja as addFinalizer, jn as threadAt, jo as isNone, k as smallWords, ki as logWithLevel, kn as producerOfLane, kr as value, kt as jobOf, l as decodeChunk, li as context, lo as loggerMake, mi as fail, mn as MAX_BYTES, n as encodePayload, ni as addFinalizer$1, nn as pad8, no as void_$1, nr as Unreachable, nt as pad8$1, oa as withFiber, oi as asVoid, on as consumed, oo as currentTimeMillis$1, pn as MAGIC, pt as keyOf, qa as fail$1, qi as serviceOption, qn as InvalidOption, qt as bodyStart, r as nowhere, ra as uninterruptible, ri as andThen, rn as withAttempt, ro as ClockRef, si as callback, sn as isUnpassed, t as bodyBytesOf, ta as timeoutOrElse, to as succeed$1, tr as Undecodable, tt as outgoing, u as decodeReply, ua as done, un as Header, vi as forEach, vn as bytesOf, vt as close$2, wn as laneNumber, wo as getOrUndefined, wt as unmovable, x as CodecFailure, xi as forkScoped, xn as firstSegmentAt, xt as moveOut, ya as pretty, yn as claimerOf, yo as Service, yt as mayMove, za as _await, zi as provideContext, zn as store$1, zo as isEffect } from "./encodePayload-AGXTCbTQ.js";
// ../../../node_modules/effect/dist/Iterable.js
/**
* Transforms each element of an iterable using a function.
*
* **Details**
*
* This is one of the most fundamental operations for working with iterables.
* It applies a transformation function to each element, creating a new iterable
* with the transformed values. The operation is lazy, so elements are only
* transformed when the iterable is consumed.
*
* **Example** (Mapping elements)
*
* ```ts import.meta.vitest
* import { Iterable } from "effect"
*
* // Transform numbers to their squares
* const numbers = [1, 2, 3, 4, 5]
* const squares = Iterable.map(numbers, (x) => x * x)
* Array.from(squares) // => [1, 4, 9, 16, 25]
*
* // Use index in transformation
* const indexed = Iterable.map(["a", "b", "c"], (char, i) => `${i}: ${char}`)
* Array.from(indexed) // => ["0: a", "1: b", "2: c"]
*
* Array.from(Iterable.map(
*   Iterable.map([1, 2, 3], (x) => x * 2),
*   (x) => x + 1
* )) // => [3, 5, 7]
* ```
*
* @stability stable
* @category mapping
* @since 2.0.0
*/
const map = /*#__PURE__*/ dual(2, (self, f) => ({ [Symbol.iterator]() {
	const iterator = self[Symbol.iterator]();
	let i = 0;
	return { next() {
		const result = iterator.next();
		if (result.done) return {
			done: true,
			value: void 0
		};
		return {
			done: false,
			value: f(result.value, i++)
		};
	} };
} }));
// ../../../node_modules/effect/dist/Clock.js
/**
* Context reference for the active time service in the environment.
*
* **When to use**
*
* Use when you need to access or provide the full time service, including sleep
* operations, rather than a single timestamp accessor.
*
* **Example** (Accessing the Clock service)
*
* ```ts import.meta.vitest
* import { Clock, Effect } from "effect"
*
* const testClock: Clock.Clock = {
*   currentTimeMillisUnsafe: () => 1_000,
*   currentTimeMillis: Effect.succeed(1_000),
*   monotonicTimeNanosUnsafe: () => 1_000_000_000n,
*   monotonicTimeNanos: Effect.succeed(1_000_000_000n),
*   currentTimeNanosUnsafe: () => 1_000_000_000n,
*   currentTimeNanos: Effect.succeed(1_000_000_000n),
*   sleep: () => Effect.void
* }
*
* const program = Effect.gen(function*() {
*   const clock = yield* Clock.Clock
*   return clock.currentTimeMillisUnsafe()
* })
*
* await Effect.runPromise(Effect.provideService(program, Clock.Clock, testClock)) // => 1_000
* ```
*
* @see {@link clockWith} for using the current Clock service inside an effect
* @see {@link currentTimeMillis} for reading the current time in milliseconds
* @see {@link currentTimeNanos} for reading the current time in nanoseconds
*
* @stability stable
* @category services
* @since 2.0.0
*/
const Clock = ClockRef;
/**
* Returns an Effect that succeeds with the current Unix time in milliseconds.
*
* **When to use**
*
* Use to create wall-clock timestamps from the active `Clock` service with
* millisecond precision.
*
* **Gotchas**
*
* The value can move backward or forward when the system wall clock is
* corrected, so it is not suitable for measuring elapsed time.
*
* **Example** (Reading milliseconds)
*
* ```ts import.meta.vitest
* import { Clock, Effect } from "effect"
*
* const testClock: Clock.Clock = {
*   currentTimeMillisUnsafe: () => 1_000,
*   currentTimeMillis: Effect.succeed(1_000),
*   monotonicTimeNanosUnsafe: () => 1_000_000_000n,
*   monotonicTimeNanos: Effect.succeed(1_000_000_000n),
*   currentTimeNanosUnsafe: () => 1_000_000_000n,
*   currentTimeNanos: Effect.succeed(1_000_000_000n),
*   sleep: () => Effect.void
* }
*
* await Effect.runPromise(Effect.provideService(Clock.currentTimeMillis, Clock.Clock, testClock)) // => 1_000
* ```
*
* @see {@link currentTimeNanos} for nanosecond precision
* @see {@link monotonicTimeNanos} for measuring elapsed time
* @see {@link clockWith} for accessing the full Clock service
*
* @stability stable
* @category accessors
* @since 2.0.0
*/
const currentTimeMillis = currentTimeMillis$1;
// ../../../packages/core/src/internal/system/acknowledging.ts
/**
* Which names every thread of the system knows: whoever comes or goes by itself waits until all have heard of it. Nobody
* else does, and threads answer only where somebody waits. Runs on main.
*/
/** A thread that stops is not held up longer by those that do not answer. */
const SOON_MILLIS = 500;
var Acknowledgements = class {
	main;
	/** Who waits for a version to be known everywhere. */
	waiting = /* @__PURE__ */ new Map();
	constructor(main) {
		this.main = main;
	}
	/** Completes when every thread that lives has applied the names of that version; one that is lost is not waited for. */
	known(version) {
		return callback((resume) => {
			const done = () => resume(void_);
			this.waiting.set(done, version);
			this.look();
			return sync(() => {
				this.waiting.delete(done);
			});
		});
	}
	/** Calls back when that version is known everywhere, or when that takes too long. */
	soon(version, then) {
		const known = timeoutOption(this.known(version), SOON_MILLIS);
		runForkWith(this.main.options.context)(andThen(known, sync(then)));
	}
	/** A thread has acknowledged, or does not live any more. */
	look() {
		for (const [done, version] of this.waiting) {
			if (!this.isKnown(version)) continue;
			this.waiting.delete(done);
			done();
		}
	}
	isKnown(version) {
		const { directory, threads } = this.main;
		return directory.applied >= version && threads.every(({ applied, lost }) => applied >= version || lost !== void 0);
	}
};
// ../../../packages/core/src/internal/thread/memoryNames.ts
/** Words before and behind the place in a dump, and in one of its rows. */
const AROUND = 24;
const ROW = 8;
const hex = (word) => (word >>> 0).toString(16).padStart(8, "0");
var MemoryNames = class {
	arena;
	threadName;
	constructor(arena, threadName) {
		this.arena = arena;
		this.threadName = threadName;
	}
	thread(thread) {
		return `"${this.threadName(thread)}" (record ${thread})`;
	}
	lane(lane) {
		const { layout } = this.arena;
		const kind = lane % 2 === Lane.mail ? "mail" : "express";
		const [from, to] = [producerOfLane(layout, lane), consumerOfLane(layout, lane)];
		return `${kind} from ${this.thread(from)} to ${this.thread(to)}`;
	}
	/** What an owner word says. */
	owner(owner) {
		if (owner === 0) return "nobody's";
		return owner > 0 ? `owned by ${this.lane(owner - 1)}` : `held by ${this.thread(-owner - 1)}`;
	}
	/** The segment or block that the word lies in. */
	place(word) {
		const { blockUnits, segmentUnits } = this.arena.layout;
		const [small, large] = blockUnits;
		const unitOf = ({ at, words }) => Math.floor((word - at) / words);
		if (word >= large.at && large.count > 0) return `block ${small.count + unitOf(large)}`;
		if (word >= small.at && small.count > 0) return `block ${unitOf(small)}`;
		return `segment ${unitOf(segmentUnits)}`;
	}
	/** The words there, one row of eight each; the one that begins with the place is marked. */
	around(place) {
		const { words } = this.arena;
		const lines = [];
		for (let word = place - AROUND; word < place + AROUND; word += ROW) {
			const row = Array.from({ length: ROW }, (_, i) => hex(words[word + i] ?? 0));
			lines.push(`${word === place ? ">" : " "} ${word}: ${row.join(" ")}`);
		}
		return lines;
	}
};
// ../../../packages/core/src/internal/memory/lane.ts
const align8 = (bytes) => bytes + 7 & -8;
/** The sending end. Belongs to the thread that produces. */
var LaneProducer = class {
	lane;
	kind;
	arena;
	pool;
	base;
	position;
	end;
	tail = 0;
	sent = 0;
	claimed = 0;
	claimedBlocks = [0, 0];
	constructor(arena, pool, producer, consumer, kind) {
		this.arena = arena;
		this.pool = pool;
		this.kind = kind;
		this.lane = laneNumber(arena.layout, producer, consumer, kind);
		this.base = laneAt(arena.layout, this.lane);
		this.position = firstSegmentAt(arena.layout, this.lane);
		this.end = this.position + arena.layout.firstSegmentWords;
	}
	/**
	* Makes room for a record of `bytes`: its word index, or -1 when no segment could be had (nothing changed then). What is
	* on an express lane and no reply (`as` mail) has no part in the reserve, and is bound by the shares of mail.
	*/
	reserve(bytes, as = this.kind) {
		const words = align8(bytes) >> 2;
		if (this.position + words + 2 <= this.end) return this.position;
		if (as === Lane.mail && !this.maysGrow()) return -1;
		const segment = this.pool.claim(this.lane, as);
		if (segment < 0) return -1;
		this.claimed++;
		this.arena.words[this.position] = -(segment + 1);
		this.position = segmentAt(this.arena.layout, segment);
		this.end = this.position + this.arena.layout.segmentWords;
		return this.position;
	}
	/**
	* Claims a block for `bytes` that go with a record, from the smallest class that holds them and has room: its number,
	* or -1. It is this lane's until the consumer passes the record.
	*/
	claimBlock(bytes, as = this.kind) {
		const { blockUnits } = this.arena.layout;
		for (let blockClass = 0; blockClass < 2; blockClass++) {
			if (bytes > blockUnits[blockClass].words * 4) continue;
			const held = as === Lane.mail ? this.heldBlocks(blockClass) : 0;
			if (held > 0 && !this.maysTakeBlock(blockClass, held)) continue;
			const from = held <= 0 ? this.kind : as;
			const block = this.pool.claimBlock(blockClass, this.lane, from);
			if (block < 0) continue;
			if (as === Lane.mail) this.claimedBlocks[blockClass]++;
			return block;
		}
		return -1;
	}
	/** A block that this thread held goes with a record of this lane. */
	countGiven(block) {
		this.claimedBlocks[blockClass(this.arena.layout, block)]++;
	}
	/** A block that was claimed will not be published; the caller frees it. */
	abandonBlock(block) {
		this.claimedBlocks[blockClass(this.arena.layout, block)]--;
	}
	/** Segments, and blocks, that mail may use in all: for messages about what is full. */
	get segments() {
		return this.arena.layout.mailSegmentCount;
	}
	get blocks() {
		const [small, large] = this.arena.layout.blockUnits;
		return small.mailCount + large.mailCount;
	}
	/** A mail lane holds at most as many segments as are free: one stuck pair cannot take the whole arena. */
	maysGrow() {
		const held = this.claimed - load$1(this.arena.words, this.base + LaneWord.freed) | 0;
		return held <= 1 || held < load$1(this.arena.words, Header.freeSegments);
	}
	/** Blocks of a class that mail of this lane lies in, those that wait behind a busy actor included. */
	heldBlocks(blockClass) {
		const freed = load$1(this.arena.words, this.base + LaneWord.freedBlocks + blockClass);
		return this.claimedBlocks[blockClass] - freed | 0;
	}
	/** The same for the blocks of a class. */
	maysTakeBlock(blockClass, held) {
		return held < load$1(this.arena.words, this.arena.layout.blockUnits[blockClass].freeCount);
	}
	/** Makes the record that was written at the reserved place visible. `jobs`: 1 for an ask or a tell, else 0. */
	publish(bytes, jobs) {
		const aligned = align8(bytes);
		this.position += aligned >> 2;
		this.tail = this.tail + aligned | 0;
		if (jobs === 1) {
			this.sent = this.sent + 1 | 0;
			store$1(this.arena.words, this.base + LaneWord.sent, this.sent);
		}
		store$1(this.arena.words, this.base + LaneWord.tail, this.tail);
	}
	/** Asks the consumer to ring this thread once it has made room. The caller looks again after this, then waits. */
	want() {
		store$1(this.arena.words, this.base + LaneWord.wanted, 1);
	}
};
/** The receiving end. Belongs to the thread that consumes. */
var LaneConsumer = class {
	lane;
	arena;
	pool;
	base;
	onWake;
	position;
	segment = -1;
	head = 0;
	tail = 0;
	freed = 0;
	freedBlocks = [0, 0];
	constructor(arena, pool, producer, consumer, kind, onWake) {
		this.arena = arena;
		this.pool = pool;
		this.onWake = onWake;
		this.lane = laneNumber(arena.layout, producer, consumer, kind);
		this.base = laneAt(arena.layout, this.lane);
		this.position = firstSegmentAt(arena.layout, this.lane);
	}
	/** The word index of the next record, or -1 when there is none. The record stays readable until `advance`. */
	next() {
		if (this.head === this.tail) {
			this.tail = load$1(this.arena.words, this.base + LaneWord.tail);
			if (this.head === this.tail) return -1;
		}
		const first = this.arena.words[this.position];
		if (first < 0) {
			const left = this.segment;
			this.segment = -first - 1;
			this.position = segmentAt(this.arena.layout, this.segment);
			if (left >= 0) {
				this.freed++;
				store$1(this.arena.words, this.base + LaneWord.freed, this.freed);
				this.pool.free(left, this.onWake);
			}
		}
		return this.position;
	}
	/** Leaves the record that `next` returned. */
	advance() {
		const aligned = align8(this.arena.words[this.position]);
		this.position += aligned >> 2;
		this.head = this.head + aligned | 0;
	}
	/** Frees a block that came on this lane and that this thread has held since it passed the record. */
	freeBlock(block) {
		const blockClass$4 = blockClass(this.arena.layout, block);
		const freed = ++this.freedBlocks[blockClass$4];
		store$1(this.arena.words, this.base + LaneWord.freedBlocks + blockClass$4, freed);
		this.pool.freeBlock(block, this.onWake);
	}
	/** Tells observers how far this end has come; called once a batch. */
	commit() {
		store$1(this.arena.words, this.base + LaneWord.head, this.head);
	}
	/**
	* True if the producer waits for room here, and takes the wish: the caller rings the producer *after* this, so that
	* a wish made meanwhile is never erased. Pairs with LaneProducer.want; look after the job words changed, not before.
	*/
	takeWanted() {
		const index = this.base + LaneWord.wanted;
		if (load$1(this.arena.words, index) === 0) return false;
		store$1(this.arena.words, index, 0);
		return true;
	}
};
// ../../../packages/core/src/internal/thread/debugLanes.ts
/**
* Lanes that look at every record before anybody reads it: debug mode. Each record carries a mark behind it, whose lane it
* is and the how manieth, and what it says is held against the memory it speaks of: lengths, owner words, job words.
* What cannot be is reported once, with a dump; the lane is then read no further.
*
* ```
*  record, padded to 8 | MARK ^ lane | number of the record in its lane |
* ```
*/
const MARK = 1296126539;
var DebugLaneProducer = class extends LaneProducer {
	sequence = 0;
	reserve(bytes, as) {
		return super.reserve(pad8(bytes) + this.arena.layout.markBytes, as);
	}
	publish(bytes, jobs) {
		const { layout, words } = this.arena;
		const mark = this.position + (pad8(bytes) >> 2);
		words[mark] = MARK ^ this.lane;
		words[mark + 1] = this.sequence;
		this.sequence = this.sequence + 1 | 0;
		super.publish(pad8(bytes) + layout.markBytes, jobs);
	}
};
/** What a pool reports, as it is told: after whatever is being sent. */
const reportSpoilt = (arena, owner, microtask) => (word, lane) => {
	const memory = new MemoryNames(arena, owner.threadName);
	const what = `${memory.place(word)} was written to while it was free, at word ${word}`;
	const own = claimerOf(lane);
	const whose = own < 0 ? memory.lane(lane) : `a buffer of ${memory.thread(own)}`;
	const problem = new ArenaCorrupt({
		what,
		dump: [`claimed for ${whose}`, ...memory.around(word)].join("\n")
	});
	microtask(() => owner.corrupt?.(own < 0 ? consumerOfLane(arena.layout, lane) : -1, problem));
};
var DebugLaneConsumer = class extends LaneConsumer {
	kind;
	producer;
	consumer;
	owner;
	memory;
	sequence = 0;
	/** Of the record that was looked at last. */
	bytes = 0;
	broken = false;
	constructor(arena, pool, producer, consumer, kind, onWake, owner) {
		super(arena, pool, producer, consumer, kind, onWake);
		this.kind = kind;
		this.producer = producer;
		this.consumer = consumer;
		this.owner = owner;
		this.memory = new MemoryNames(arena, owner.threadName);
	}
	next() {
		if (this.broken) return -1;
		const tail = load$1(this.arena.words, this.base + LaneWord.tail);
		const unread = tail - this.head | 0;
		if (unread === 0) return -1;
		const wrong = unread < 0 || unread % 8 !== 0 ? `its producer has published ${tail} bytes, and ${this.head} are read` : this.wrongLink();
		if (wrong !== void 0) return this.stop(wrong);
		const at = super.next();
		const problem = this.wrongRecord(at, unread);
		return problem === void 0 ? at : this.stop(problem);
	}
	advance() {
		const bytes = pad8(this.bytes) + this.arena.layout.markBytes;
		this.position += bytes >> 2;
		this.head = this.head + bytes | 0;
		this.sequence = this.sequence + 1 | 0;
	}
	/** What is wrong with the link that stands where the next record would, if one does. */
	wrongLink() {
		const { layout, words } = this.arena;
		const first = words[this.position];
		if (first >= 0) return void 0;
		const segment = -first - 1;
		if (segment >= layout.segmentCount) return `a link to segment ${segment} of ${layout.segmentCount}`;
		const by = load$1(words, layout.owners + segment);
		return by === this.lane + 1 ? void 0 : `a link to segment ${segment}, which is ${this.memory.owner(by)}`;
	}
	wrongRecord(at, unread) {
		const { layout, words } = this.arena;
		const bytes = words[at + Field.bytes];
		this.bytes = bytes;
		const isMail = this.kind === Lane.mail;
		const least = isMail ? 40 : 24;
		const mark = at + (pad8(bytes) >> 2);
		if (bytes < least || pad8(bytes) + layout.markBytes > unread || mark + 2 > this.end()) return `a record of ${bytes} bytes, of which ${unread} are published`;
		if (words[mark] !== (MARK ^ this.lane)) return `a record without its mark: ${hex(words[mark])}`;
		if (words[mark + 1] !== this.sequence) return `record ${words[mark + 1]} where ${this.sequence} is due`;
		const head = words[at + Field.head];
		const kind = kindOf(head);
		if (!(isMail ? kind === Kind.ask || kind === Kind.tell : kind >= 3 && kind <= 11)) return `a record of kind ${kind}`;
		return this.wrongJob(at, kind) ?? this.wrongBody(at, bytes, isSpilled(head));
	}
	/** The word of the job says that this record may still come. */
	wrongJob(at, kind) {
		const { layout, words } = this.arena;
		const id = words[at + Field.job];
		const generation = words[at + Field.generation];
		if (id < 0 || id >= layout.jobCapacity) return `job ${id} of ${layout.jobCapacity}`;
		if (kind === Kind.cancel || kind === Kind.credit || kind === Kind.chain) return void 0;
		const isMail = this.kind === Lane.mail;
		const word = load$1(words, jobsAt(layout, isMail ? this.producer : this.consumer) + id);
		const phase = word & 7;
		const may = isMail ? phase === Phase.queued || phase === Phase.cancelled : phase === (kind === Kind.refused ? Phase.refused : Phase.started);
		if (word >>> 3 === generation && may) return void 0;
		return `job ${id} of generation ${generation}, whose word says generation ${word >>> 3}, phase ${phase}`;
	}
	wrongBody(at, bytes, spilled) {
		const { layout, words } = this.arena;
		const isMail = this.kind === Lane.mail;
		const inRecord = bytes - (isMail ? 40 : 24);
		const parts = isMail ? pad8(words[at + Field.extensionBytes]) : words[at + Field.payloadBytes] + words[at + Field.stackBytes];
		if (!spilled) {
			if (parts < 0 || (isMail ? parts > inRecord : parts !== inRecord)) return `a body of ${parts} bytes in ${inRecord}`;
			return;
		}
		const block = blockNumber(words[at + (isMail ? Spilled.mailBlock : Spilled.expressBlock)]);
		const [small, large] = layout.blockUnits;
		if (block < 0 || block >= small.count + large.count) return `block ${block} of ${small.count + large.count}`;
		const body = isMail ? words[at + Spilled.mailBytes] : parts;
		const room = layout.blockUnits[blockClass(layout, block)].words * 4;
		if (body < 0 || body > room || isMail && parts > body) return `a body of ${body} bytes in a block of ${room}`;
		const by = load$1(words, small.owners + block);
		return by === this.lane + 1 ? void 0 : `a body in block ${block}, which is ${this.memory.owner(by)}`;
	}
	/** The first word behind the segment that is read. */
	end() {
		const { layout } = this.arena;
		return this.segment < 0 ? firstSegmentAt(layout, this.lane) + layout.firstSegmentWords : segmentAt(layout, this.segment) + layout.segmentWords;
	}
	stop(what) {
		this.broken = true;
		this.owner.corrupt?.(this.producer, new ArenaCorrupt({
			what,
			dump: this.dump()
		}));
		return -1;
	}
	dump() {
		const { layout, words } = this.arena;
		const { head, memory, position, segment } = this;
		const load = (index) => load$1(words, index);
		return [
			`${memory.lane(this.lane)}, record ${this.sequence} at word ${position}, ${head} bytes read of ${load(this.base + LaneWord.tail)}`,
			segment < 0 ? "in the lane's first segment" : `in segment ${segment}, ${memory.owner(load(layout.owners + segment))}`,
			...memory.around(position)
		].join("\n");
	}
};
// ../../../packages/core/src/internal/supervision/feed.ts
/**
* What happens, told to any number of subscribers on one thread. Nobody who tells ever waits: a subscriber that reads too
* slowly keeps the latest and is told how many it has missed.
*/
/** Events kept for a subscriber that does not read. */
const CAPACITY = 1024;
var Subscriber = class {
	events = [];
	missed = 0;
	resume;
	ended = false;
	wanted;
	missing;
	constructor(first, wanted, missing) {
		this.wanted = wanted;
		this.missing = missing;
		for (const event of first) this.tell(event);
	}
	tell(event) {
		if (!this.wanted(event)) return;
		if (this.events.length === CAPACITY) {
			this.events.shift();
			this.missed++;
		}
		this.events.push(event);
		this.wake();
	}
	end() {
		this.ended = true;
		this.wake();
	}
	wake() {
		const { resume } = this;
		if (resume === void 0) return;
		const next = this.ready();
		if (next === void 0) return;
		this.resume = void 0;
		resume(next);
	}
	ready() {
		const [first, ...rest] = this.events.splice(0);
		if (first === void 0) return this.ended ? done() : void 0;
		const { missed } = this;
		this.missed = 0;
		return succeed(missed === 0 ? [first, ...rest] : [
			this.missing(missed),
			first,
			...rest
		]);
	}
	take = callback((resume) => {
		const next = this.ready();
		if (next !== void 0) return resume(next);
		this.resume = resume;
		return sync(() => {
			this.resume = void 0;
		});
	});
};
var Feed = class {
	subscribers = /* @__PURE__ */ new Set();
	ended = false;
	tell(event) {
		for (const subscriber of this.subscribers) subscriber.tell(event);
	}
	/** How many read it. */
	get size() {
		return this.subscribers.size;
	}
	/** Every stream ends, after what was told before. */
	end() {
		this.ended = true;
		for (const subscriber of this.subscribers) subscriber.end();
	}
	/**
	* What is told from the moment the stream is run. It begins with `first`, which is read at that very moment, so that
	* nothing comes between the two. `missing` makes the event that says how many were lost for want of reading.
	*/
	stream(options) {
		const subscribe = acquireRelease(sync(() => {
			const subscriber = new Subscriber(options.first(), options.wanted, options.missing);
			this.subscribers.add(subscriber);
			if (this.ended) subscriber.end();
			return subscriber;
		}), (subscriber) => sync(() => {
			this.subscribers.delete(subscriber);
		}));
		return unwrap(map$1(subscribe, ({ take }) => fromPull(succeed(take))));
	}
};
// ../../../packages/core/src/internal/thread/deadLetters.ts
/** Counts a tell that nobody will handle, and tells of it. Of a job that was not kept, only where it was sent is known. */
const lose = (outbox, target, job, reason, startedNow) => {
	const { account, lost } = outbox.owner;
	account.deadLetter();
	const actor = job?.method.actor ?? target?.actor;
	const started = startedNow || job !== void 0 && job.attempt > 1;
	lost({
		actor,
		job: job?.method.tag,
		thread: (job?.target ?? target)?.threadName,
		reason,
		started
	});
};
/** One that an actor refused: where it was sent is known when it can only have been one of `among`. */
const loseRefused = (outbox, among, id) => {
	const [target, ...others] = Array.from(outbox.targets).filter(among);
	lose(outbox, others.length === 0 ? target : void 0, outbox.tells.get(id), "Stopped", false);
};
const missing$1 = (count) => ({
	_tag: "Missed",
	count
});
var DeadLetters = class {
	feed = new Feed();
	batch = /* @__PURE__ */ new Map();
	sender;
	later;
	onTold;
	/** `sender` says the name of the thread that they are of. */
	constructor(sender, later, onTold = () => {}) {
		this.sender = sender;
		this.later = later;
		this.onTold = onTold;
	}
	add(letter, count = 1) {
		if (count <= 0) return;
		const { actor, job, reason, started, thread } = letter;
		const sender = "sender" in letter ? letter.sender : this.sender();
		const key = `${actor ?? ""}\n${job ?? ""}\n${sender}\n${thread}\n${reason}\n${started}`;
		const known = this.batch.get(key);
		if (known !== void 0) {
			known.count += count;
			return;
		}
		if (this.batch.size === 0) this.later(this.flush);
		this.batch.set(key, {
			...letter,
			sender,
			count
		});
	}
	/** Tells what has come together; before the thread ends too. */
	flush = () => {
		if (this.batch.size === 0) return;
		const letters = Array.from(this.batch.values(), (letter) => ({
			_tag: "DeadLetter",
			...letter
		}));
		this.batch.clear();
		this.tell(letters);
	};
	/** Letters that are complete: those of this thread, and on main those that others have told of. */
	tell(letters) {
		for (const letter of letters) this.feed.tell(letter);
		this.onTold(letters);
	}
	get stream() {
		return this.feed.stream({
			first: () => [],
			wanted: () => true,
			missing: missing$1
		});
	}
	end() {
		this.flush();
		this.feed.end();
	}
};
// ../../../packages/core/src/internal/memory/threadRecord.ts
/**
* Life of a thread, in order; `crashed` instead of `stopped` when it ended without being asked, `recycled` when it ended
* to be started again with its group: its unstarted jobs go on elsewhere, as after a crash.
*/
const State = {
	free: 0,
	configured: 1,
	initialized: 2,
	started: 3,
	stopping: 4,
	stopped: 5,
	crashed: 6,
	recycled: 7
};
/** In place of an exit code: it was ended because its lanes held what cannot be (debug mode). */
const CORRUPT = -219;
const at$1 = (arena, thread, field) => threadAt(arena.layout, thread) + field;
const load = (arena, thread, field) => load$1(arena.words, at$1(arena, thread, field));
const store = (arena, thread, field, value) => {
	store$1(arena.words, at$1(arena, thread, field), value);
};
/** Main. Takes the first free record for a new incarnation; -1 when all are in use. */
const allot = (arena, incarnation) => {
	for (let thread = 0; thread < arena.layout.maxThreads; thread++) {
		if (load(arena, thread, Thread.state) !== State.free) continue;
		for (let word = 0; word < 64; word++) store(arena, thread, word, 0);
		store(arena, thread, Thread.ackedEpoch, deathEpoch(arena));
		store(arena, thread, Thread.incarnation, incarnation);
		store(arena, thread, Thread.state, State.configured);
		const records = Math.max(thread + 1, load$1(arena.words, Header.records));
		store$1(arena.words, Header.records, records);
		return thread;
	}
	return -1;
};
/** True while the record serves an incarnation that has not died. */
const isAlive = (arena, thread) => load(arena, thread, Thread.incarnation) !== 0 && load(arena, thread, Thread.diedAtEpoch) === 0;
const deathEpoch = (arena) => load$1(arena.words, Header.deathEpoch);
/** Main, after a confirmed exit. Returns the epoch of this death. */
const markDead = (arena, thread) => {
	const epoch = deathEpoch(arena) + 1;
	store(arena, thread, Thread.diedAtEpoch, epoch);
	store$1(arena.words, Header.deathEpoch, epoch);
	return epoch;
};
/** Sets the words of one lane to zero: by its live end, before it acknowledges the death of the other. */
const clearLane = (arena, lane) => {
	const base = laneAt(arena.layout, lane);
	for (let word = 0; word < 32; word++) store$1(arena.words, base + word, 0);
};
/** Main, after all acknowledged: job words to the high-water mark, then the record itself. */
const clear = (arena, thread) => {
	const jobs = jobsAt(arena.layout, thread);
	const highWater = load(arena, thread, Thread.highWater);
	for (let id = 0; id < highWater; id++) store$1(arena.words, jobs + id, 0);
	for (let word = 0; word < 64; word++) store(arena, thread, word, 0);
};
/** Jobs sent to a thread and not ended there: what its pending count is. */
const pending$1 = (arena, thread) => {
	let sent = 0;
	for (let sender = 0; sender < arena.layout.maxThreads; sender++) {
		const lane = laneNumber(arena.layout, sender, thread, Lane.mail);
		sent = sent + load$1(arena.words, laneAt(arena.layout, lane) + LaneWord.sent) | 0;
	}
	return sent - load(arena, thread, Thread.finished) | 0;
};
// ../../../packages/core/src/internal/thread/orphans.ts
/**
* What becomes of a thread's jobs at another thread that has ended, step by step: settled from the sender's own words,
* or handed over to whoever serves the actor next. Used by the sending thread only.
*
* Between two steps everything is as it is without a death: what was not reached yet is an outstanding job, which may be
* cancelled, time out or be left; what was reached is settled, or waits in a line that comes before all that is new.
*/
/** Deaths of its thread that a job may have run through. */
const MOST_DEATHS$1 = 3;
/** Ids of others that are passed over in one step. */
const STEP_OTHERS$1 = 64;
const Stage = {
	running: 0,
	asks: 1,
	windows: 2,
	waiting: 3,
	over: 4
};
/**
* Made at once when the end is known: from then on nothing is sent there. With `confirmed: false` the thread was told to
* end and does not: each job is taken back by its word, and what cannot be taken back keeps its id until the exit.
*/
var Settlement = class {
	outbox;
	peer;
	reason;
	confirmed;
	targets;
	/** What this end counts against jobs that had started. */
	deaths;
	stage = Stage.running;
	/** The target that is looked at, or the id, and the place in a window. */
	at = 0;
	place = 0;
	ids;
	/** Settled, and not told yet. */
	told = [];
	constructor(outbox, peer, reason, confirmed) {
		this.outbox = outbox;
		this.peer = peer;
		this.reason = reason;
		this.confirmed = confirmed;
		this.targets = Array.from(outbox.targets).filter((target) => target.peer === peer);
		const state = load(outbox.jobs.arena, peer.thread, Thread.state);
		this.deaths = state === State.recycled ? 0 : 1;
		this.ids = outbox.replies.ids;
		for (const target of this.targets) {
			target.gone = reason._tag === "Stopped" ? "stopped" : reason;
			outbox.targets.delete(target);
			outbox.waitingTargets.delete(target);
			outbox.stranded.add(target.waiting);
		}
	}
	/** Does one job. False when all is done. */
	step() {
		switch (this.stage) {
			case Stage.running: return this.eachTarget(Stage.asks, (target) => this.confirmed && target.window.takeRunning(this.onTold(target)));
			case Stage.asks: return this.nextAsk();
			case Stage.windows: return this.eachTarget(Stage.waiting, (target) => this.confirmed ? target.window.takeOldest(this.onQueued(target)) : target.window.visit(this.place++, this.onQueued(target)));
			case Stage.waiting: return this.eachTarget(Stage.over, (target) => this.nextWaiting(target));
			default: return false;
		}
	}
	eachTarget(then, next) {
		const target = this.targets[this.at];
		if (target === void 0) {
			this.at = 0;
			this.stage = then;
		} else if (!next(target)) {
			this.place = 0;
			this.at++;
			if (then === Stage.over) this.close(target);
		}
		return true;
	}
	close(target) {
		this.outbox.stranded.delete(target.waiting);
		if (this.confirmed) return;
		target.onOrphaned = void 0;
		this.outbox.targets.add(target);
	}
	/** Somebody else will serve it. What has moved its buffers there has lost them with that thread. */
	movable(target, job) {
		return target.onOrphaned !== void 0 && this.reason._tag !== "Stopped" && job?.moved !== "sent";
	}
	/** Asks that had started; and those that had not, unless somebody takes them over: these in the order they were sent. */
	nextAsk() {
		const { replies } = this.outbox;
		for (let i = 0; i < STEP_OTHERS$1; i++) {
			if (this.at >= this.ids) {
				this.at = 0;
				this.stage = Stage.windows;
				return true;
			}
			const job = replies.get(this.at++);
			if (job === void 0 || job.target.peer !== this.peer) continue;
			this.settleAsk(job);
			return true;
		}
		return true;
	}
	settleAsk(job) {
		const { jobs, replies } = this.outbox;
		const movable = this.movable(job.target, job);
		const phase = jobs.phase(job.id, job.generation);
		if (phase === Phase.queued && movable && !job.over) return;
		if (!this.confirmed) return this.takeBack(job);
		const started = phase === Phase.started;
		jobs.end(job.id);
		if (replies.remove(job.id) === void 0) return;
		const again = started && movable && job.repeatable;
		if (again && (job.deaths += this.deaths) < MOST_DEATHS$1) {
			job.over = false;
			this.runAgain(job);
		} else {
			const reason = again ? new Poisoned({ deaths: job.deaths }) : started ? asDied(this.reason) : this.reason;
			this.told.push({
				job,
				reason,
				started
			});
		}
	}
	/** Tells the senders of what was settled since the last time: whoever looks then finds all of that settled. */
	tell() {
		const { told } = this;
		this.told = [];
		for (const { job, reason, started } of told) job.onFailed(reason, started);
	}
	/** The thread may still be at work: the word decides. An id comes home with the exit. */
	takeBack(job) {
		const { jobs, replies } = this.outbox;
		if (job.over) return;
		if (jobs.cancel(job.id, job.generation)) {
			replies.remove(job.id);
			this.told.push({
				job,
				reason: this.reason,
				started: false
			});
		} else {
			replies.abandon(job);
			this.told.push({
				job,
				reason: this.reason,
				started: true
			});
		}
	}
	/** A tell that had started. */
	onTold(target) {
		return (id, _generation, phase) => this.endTell(target, id, phase);
	}
	endTell(target, id, phase) {
		const { jobs, tells } = this.outbox;
		const job = tells.get(id);
		const again = phase === Phase.started && job?.method.idempotent === true && this.movable(target, job);
		if (again && (job.deaths += this.deaths) < MOST_DEATHS$1) {
			this.keep(job);
			jobs.end(id);
			this.runAgain(job);
			return;
		}
		const started = phase === Phase.started;
		if (again) lose(this.outbox, target, job, "Poisoned", true);
		else if (started) lose(this.outbox, target, job, "ThreadDied", true);
		else if (phase === Phase.queued) lose(this.outbox, target, job, this.reason._tag, false);
		else if (phase === Phase.refused) lose(this.outbox, target, job, "Stopped", false);
		tells.delete(id);
		jobs.end(id);
	}
	/** A job of the window: not known to have started, in the order it was sent. */
	onQueued(target) {
		return (id, generation, phase) => {
			const { jobs, replies, tells } = this.outbox;
			if (phase === Phase.free) return;
			const job = replies.get(id) ?? tells.get(id);
			if (phase === Phase.queued && job?.generation === generation && this.movable(target, job)) this.moveUnstarted(job);
			else if (replies.get(id) === void 0) {
				if (this.confirmed) this.endTell(target, id, phase);
				else if (phase === Phase.queued && jobs.cancel(id, generation)) lose(this.outbox, target, job, this.reason._tag, false);
			}
		};
	}
	moveUnstarted(job) {
		const { jobs, replies } = this.outbox;
		if (!job.isAsk) this.keep(job);
		if (!this.confirmed && !jobs.cancel(job.id, job.generation)) {
			if (job.isAsk) this.takeBack(job);
			else this.letGo(job);
			return;
		}
		if (this.confirmed) jobs.end(job.id);
		if (job.isAsk) {
			replies.remove(job.id);
			job.over = false;
		}
		this.handOver(job);
	}
	/** A tell is about to lose its word: from now on it is this heap that answers for it. */
	keep(job) {
		this.outbox.owner.account.take();
		this.outbox.tells.delete(job.id);
		job.inHand = true;
	}
	/** It had started, on a thread that may still run it: its word answers for it until the exit. */
	letGo(job) {
		job.inHand = false;
		this.outbox.owner.account.letGo();
	}
	runAgain(job) {
		job.attempt++;
		this.handOver(job);
	}
	handOver(job) {
		job.id = -1;
		job.target.onOrphaned(job);
		this.outbox.owner.busy();
	}
	/** Sends that waited for room there. */
	nextWaiting(target) {
		const job = target.waiting.shift();
		if (job === void 0) return false;
		if (job.id >= 0) return true;
		job.target = target;
		if (this.movable(target, job)) this.handOver(job);
		else reject(this.outbox, job, this.reason);
		return true;
	}
};
/** Somebody serves this orphan now: it is sent there under the rules of a new send. */
const adopt = (outbox, job, target) => {
	job.queue = void 0;
	if (job.over) return;
	job.target = target;
	const before = job.told;
	const sent = outbox.send(job, job.payload, true);
	if (sent === true) {
		if (!before) job.onAccepted();
	} else if (sent !== false) reject(outbox, job, sent);
};
/** Nobody will serve this orphan. */
const reject = (outbox, job, reason) => {
	job.queue = void 0;
	if (!job.over) outbox.refuse(job, reason);
};
/** A job that had started on a thread that was stopped has died with it, however politely it was asked. */
const asDied = (reason) => reason._tag !== "Stopped" ? reason : new ThreadDied({
	confirmed: true,
	detail: "stopped before the job had finished"
});
// ../../../packages/core/src/internal/system/terminating.ts
/**
* Ending a thread at once. It may sit in a call that nothing can interrupt (a synchronous `crypto` or `child_process`
* function, a read from a pipe): then it is *lost*. Everybody settles what it was sent as far as that can be without its
* exit; its memory stays as it is until the exit comes. Runs on main.
*/
/** Completes when its death is confirmed, or when it does not end in time: then it is false. */
const terminate = (main, handle) => suspend(() => {
	handle.terminated = true;
	handle.spawned.terminate();
	const { terminateTimeoutMillis } = main.options;
	return timeoutOption(_await(handle.exited), handle.lost === void 0 ? terminateTimeoutMillis : 0).pipe(map$1((exited) => {
		if (isSome(exited)) return true;
		if (handle.lost === void 0) {
			const detail = `it did not end within ${terminateTimeoutMillis} ms of being told to: it is in a call that nothing can interrupt`;
			main.lose(handle, new ThreadDied({
				confirmed: false,
				detail
			}));
		}
		return false;
	}));
});
/** Ends a thread as a crash would. False when there is no such thread. */
const kill = (main, name) => suspend(() => {
	const handle = main.threads.findLast((each) => each.name === name);
	if (handle === void 0) return succeed(false);
	handle.killed = true;
	return flatMap(terminate(main, handle), (confirmed) => {
		if (confirmed) return succeed(true);
		const reason = new Timeout({
			afterMillis: main.options.terminateTimeoutMillis,
			detail: handle.lost.detail
		});
		return new ActorError({
			reason,
			actor: "ActorSystem",
			job: "",
			thread: name,
			started: false
		});
	});
});
// ../../../packages/core/src/internal/system/corruption.ts
/**
* What main does when debug mode has found shared memory that cannot be: the thread whose lane it is is ended, which gives
* that lane back as new, and its jobs fail with the dump. Which end is main's own and cannot be ended: then the other one.
*/
/** Found by that thread, in a lane to it; or by main, in a lane from it. */
const endCorrupt = (main, handle, problem) => {
	handle.corrupt = problem;
	const said = logError(`thread "${handle.name}" is ended: ${problem.message}`);
	runForkWith(main.options.context)(andThen(said, terminate(main, handle)));
};
/** Found by main, in a lane from the thread with that record, or to it. */
const corruptOnMain = (main, thread, problem) => {
	const { loop, options, threads } = main;
	const handle = threads.find((each) => each.thread === thread);
	if (handle !== void 0) return endCorrupt(main, handle, problem);
	const isMain = thread === loop.thread;
	if (isMain || thread === -1) runForkWith(options.context)(logError(problem.message));
	if (!isMain) return;
	loop.afterDrain(() => {
		const settlement = new Settlement(loop.outbox, loop.mesh.peer(thread), problem, true);
		while (settlement.step());
		settlement.tell();
	});
};
// ../../../packages/core/src/internal/sending/carrier.ts
/**
* What crosses with a job beside its payload, because the program of its sender says so: the span it is part of, log
* annotations and log levels. Read from the sending fiber; a fiber that has none of them pays for one comparison, since
* those that follow each other mostly share their context.
*/
const encoder = new TextEncoder();
/** One for each thread of a system. */
var Carrier = class {
	/** What threads of this system log when nobody says otherwise. */
	minimumLogLevel;
	context = void 0;
	carried = void 0;
	constructor(minimumLogLevel) {
		this.minimumLogLevel = minimumLogLevel;
	}
	/** `undefined` when there is nothing to carry. */
	of(fiber) {
		if (fiber === void 0) return void 0;
		if (fiber.context === this.context) return this.carried;
		const carried = this.read(fiber);
		this.context = fiber.context;
		this.carried = carried === void 0 ? void 0 : encoded(carried);
		return this.carried;
	}
	read(fiber) {
		const span = spanOf(fiber);
		const annotations = annotationsOf(fiber.getRef(CurrentLogAnnotations));
		const minimum = fiber.getRef(MinimumLogLevel);
		const level = fiber.getRef(CurrentLogLevel);
		if (span === void 0 && annotations === void 0 && level === "Info" && minimum === this.minimumLogLevel) return void 0;
		return {
			...span === void 0 ? void 0 : { span },
			...annotations === void 0 ? void 0 : { annotations },
			...minimum === this.minimumLogLevel ? void 0 : { minimum },
			...level === "Info" ? void 0 : { level }
		};
	}
};
/** Spans that are not to be seen elsewhere are passed over, as Effect does where it looks for a parent. */
const spanOf = (fiber) => {
	if (!fiber.getRef(TracerEnabled)) return void 0;
	let span = getOrUndefined(fiber.context, ParentSpan);
	while (span !== void 0 && get$1(span.annotations, DisablePropagation)) span = span._tag === "Span" && span.parent._tag === "Some" ? span.parent.value : void 0;
	return span === void 0 ? void 0 : [
		span.traceId,
		span.spanId,
		span.sampled
	];
};
/** Those that a thread adds by itself are added again where the job arrives. */
const annotationsOf = (annotations) => {
	if (isOwn(annotations)) return void 0;
	const entries = Object.entries(annotations);
	if (entries.length === 0) return void 0;
	return Object.fromEntries(entries.map(([key, value]) => [key, portable$1(value)]));
};
/** What has no place in a text travels as it would be shown. */
const portable$1 = (value) => {
	if (value === null || typeof value === "string" || typeof value === "boolean") return value;
	if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
	if (typeof value !== "object") return String(value);
	try {
		const text = JSON.stringify(value);
		return text === void 0 ? String(value) : JSON.parse(text);
	} catch {
		return shownObject(value);
	}
};
const shownObject = (value) => {
	try {
		return String(value);
	} catch {
		return "a value that cannot be shown";
	}
};
const encoded = (carried) => {
	const text = JSON.stringify(carried);
	return {
		text,
		alone: encoder.encode(`["",[],[],${text}]`)
	};
};
// ../../../node_modules/effect/dist/HashRing.js
/**
* Assigns string inputs to nodes with weighted consistent hashing.
*
* A hash ring minimizes remapping when nodes are added, removed, or reweighted.
* This makes it useful for routing requests, partitioning keys, and
* distributing shards across service instances or storage backends. This module
* can create rings, add or remove nodes by `PrimaryKey`, route an input string
* to a node, and compute shard assignments.
*
* @stability unstable
* @since 4.0.0
*/
const TypeId = "~effect/HashRing";
/**
* Checks whether a value is a `HashRing`.
*
* **When to use**
*
* Use to narrow an `unknown` value before treating it as a `HashRing`, such as
* values crossing an untyped boundary.
*
* **Details**
*
* The guard checks for the module's internal `TypeId` property and narrows to
* `HashRing<any>`.
*
* **Gotchas**
*
* This is a structural type-id check; it does not validate the ring's `nodes`,
* `ring`, or weight state.
*
* @see {@link HashRing} for the type narrowed by this guard
* @see {@link make} for creating an empty `HashRing`
*
* @stability unstable
* @category guards
* @since 3.19.0
*/
const isHashRing = (u) => hasProperty(u, TypeId);
/**
* Creates an empty `HashRing`.
*
* **When to use**
*
* Use to create an empty weighted consistent-hashing ring with the default or
* custom virtual-point density.
*
* **Details**
*
* `baseWeight` controls how many virtual points are added for a node with
* weight `1`; it defaults to `128` and is clamped to at least `1`.
*
* @see {@link add} for registering one node after creation
* @see {@link addMany} for registering several nodes after creation
*
* @stability unstable
* @category constructors
* @since 3.19.0
*/
const make$3 = (options) => {
	const self = Object.create(Proto);
	self.baseWeight = Math.max(options?.baseWeight ?? 128, 1);
	self.totalWeightCache = 0;
	self.nodes = /* @__PURE__ */ new Map();
	self.ring = [];
	return self;
};
const Proto = {
	...PipeInspectableProto,
	[TypeId]: TypeId,
	[Symbol.iterator]() {
		return map(this.nodes.values(), ([n]) => n)[Symbol.iterator]();
	},
	toJSON() {
		return {
			_id: "HashRing",
			baseWeight: this.baseWeight,
			nodes: this.ring.map(([, n]) => this.nodes.get(n)[0])
		};
	}
};
/**
* Adds new nodes to the ring. If a node already exists in the ring, it
* will be updated. For example, you can use this to update the node's weight.
*
* **When to use**
*
* Use to register or update several nodes in a `HashRing` at the same weight.
*
* @stability unstable
* @category combinators
* @since 3.19.0
*/
const addMany = /*#__PURE__*/ dual((args) => isHashRing(args[0]), (self, nodes, options) => {
	const weight = Math.max(options?.weight ?? 1, .1);
	const keys = [];
	let toRemove;
	for (const node of nodes) {
		const key = value(node);
		const entry = self.nodes.get(key);
		if (entry) {
			entry[0] = node;
			if (entry[1] === weight) continue;
			toRemove ??= /* @__PURE__ */ new Set();
			toRemove.add(key);
			entry[1] = weight;
		} else self.nodes.set(key, [node, weight]);
		keys.push(key);
	}
	if (toRemove) self.ring = self.ring.filter(([, n]) => !toRemove.has(n));
	addNodesToRing(self, keys, Math.round(weight * self.baseWeight));
	updateTotalWeight(self);
	return self;
});
function addNodesToRing(self, keys, weight) {
	for (let i = weight; i > 0; i--) for (let j = 0; j < keys.length; j++) {
		const key = keys[j];
		self.ring.push([string(`${key}:${i}`), key]);
	}
	self.ring.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
}
function updateTotalWeight(self) {
	const keys = Array.from(self.nodes.keys()).sort();
	let total = 0;
	for (let i = 0; i < keys.length; i++) total += self.nodes.get(keys[i])[1];
	self.totalWeightCache = total;
}
/**
* Gets the node which should handle the given input. Returns undefined if
* the hashring has no elements with weight.
*
* **When to use**
*
* Use to route a single string input key to the current ring member responsible
* for that key.
*
* @see {@link getShards} for assigning fixed shard indexes instead of routing
* one input string at a time
*
* @stability unstable
* @category combinators
* @since 3.19.0
*/
const get = (self, input) => {
	if (self.ring.length === 0) return;
	const index = getIndexForInput(self, string(input))[0];
	const node = self.ring[index][1];
	return self.nodes.get(node)[0];
};
function getIndexForInput(self, hash, exclude) {
	const ring = self.ring;
	const len = ring.length;
	let mid;
	let lo = 0;
	let hi = len - 1;
	while (lo <= hi) {
		mid = (lo + hi) / 2 >>> 0;
		if (ring[mid][0] >= hash) hi = mid - 1;
		else lo = mid + 1;
	}
	const a = lo === len ? lo - 1 : lo;
	const distA = Math.abs(ring[a][0] - hash);
	if (exclude === void 0) {
		const b = lo - 1;
		if (b < 0) return [a, distA];
		const distB = Math.abs(ring[b][0] - hash);
		return distA <= distB ? [a, distA] : [b, distB];
	} else if (!exclude.has(ring[a][1])) return [a, distA];
	const range = Math.max(lo, len - lo);
	for (let i = 1; i <= range; i++) {
		let index = lo - i;
		if (index >= 0 && index < len && !exclude.has(ring[index][1])) return [index, Math.abs(ring[index][0] - hash)];
		index = lo + i;
		if (index >= 0 && index < len && !exclude.has(ring[index][1])) return [index, Math.abs(ring[index][0] - hash)];
	}
	return [a, distA];
}
// ../../../packages/core/src/internal/sending/outgoing.ts
/** One actor instance on one thread, as this thread sends to it. */
var Target = class {
	peer;
	instance;
	threadName;
	window;
	windowSize;
	/** It works on one job at a time. */
	serial;
	/** Sends that wait for room, in order; at first what a death has left for this place. */
	waiting;
	/**
	* Takes over, one by one and in order, the jobs that a death has left unstarted (those to be run again first). Set where
	* somebody else will serve them; a job's value is then kept until it is known to be out of danger.
	*/
	onOrphaned = void 0;
	/** What the first of them found full when it last looked. */
	blocked = "window";
	/** Which one gives way when there is no room; by default none does, and the sender waits. */
	drops = void 0;
	/** The actor, for those who are told of what was lost. */
	actor = void 0;
	/** Why nothing may be sent any more. */
	gone = void 0;
	constructor(window, peer, instance, threadName, windowSize, serial, waiting) {
		this.waiting = waiting;
		this.peer = peer;
		this.instance = instance;
		this.threadName = threadName;
		this.windowSize = windowSize;
		this.serial = serial;
		this.window = window;
	}
};
/** Bits of what a job is and has come to; above them how often it was run, this time included. */
const Flag = {
	isAsk: 1,
	inHand: 2,
	over: 4,
	told: 8,
	neverRan: 16,
	detached: 32,
	handedOut: 64
};
const DEATHS_SHIFT = 7;
const MOST_DEATHS = 3;
const ATTEMPT_SHIFT = 9;
/**
* A job on its way. Subclasses say what happens to its sender: see client.ts. One is made for each job, so its fields, and
* those of its subclasses, are declared, and set by constructors: fields that classes define take three times as long. There
* may be a million of them, each kept until it has ended: so what is a bit lies with others of its kind in one word.
*/
var OutgoingJob = class {
	constructor(target, method, isAsk, extension, deadline) {
		this.target = target;
		this.method = method;
		this.extension = extension;
		this.deadline = deadline;
		this.id = -1;
		this.generation = 0;
		this.flags = (isAsk ? Flag.isAsk : 0) | 512;
		this.payload = void 0;
		this.queue = void 0;
		this.bytes = void 0;
		this.chain = void 0;
		this.moved = void 0;
	}
	get isAsk() {
		return (this.flags & Flag.isAsk) !== 0;
	}
	/** A tell that has lost its word to a death, and waits to be sent again. */
	get inHand() {
		return (this.flags & Flag.inHand) !== 0;
	}
	set inHand(is) {
		this.flags = is ? this.flags | Flag.inHand : this.flags & ~Flag.inHand;
	}
	/** Settled, or given up by its asker: a reply only ends the id. */
	get over() {
		return (this.flags & Flag.over) !== 0;
	}
	set over(is) {
		this.flags = is ? this.flags | Flag.over : this.flags & ~Flag.over;
	}
	/** Its sender knows, or is about to be told, that it is in a mailbox. It stays so if a death moves it to another one. */
	get told() {
		return (this.flags & Flag.told) !== 0;
	}
	set told(is) {
		this.flags = is ? this.flags | Flag.told : this.flags & ~Flag.told;
	}
	/** It provably never starts. See submitted.ts, as for the next two. */
	get neverRan() {
		return (this.flags & Flag.neverRan) !== 0;
	}
	set neverRan(is) {
		this.flags = is ? this.flags | Flag.neverRan : this.flags & ~Flag.neverRan;
	}
	get isDetached() {
		return (this.flags & Flag.detached) !== 0;
	}
	set isDetached(is) {
		this.flags = is ? this.flags | Flag.detached : this.flags & ~Flag.detached;
	}
	get isHandedOut() {
		return (this.flags & Flag.handedOut) !== 0;
	}
	set isHandedOut(is) {
		this.flags = is ? this.flags | Flag.handedOut : this.flags & ~Flag.handedOut;
	}
	/** Times it was run, this one included. */
	get attempt() {
		return this.flags >>> ATTEMPT_SHIFT;
	}
	set attempt(times) {
		this.flags = this.flags & 511 | times << ATTEMPT_SHIFT;
	}
	/** Deaths that it ran through: three are too many. */
	get deaths() {
		return this.flags >>> DEATHS_SHIFT & MOST_DEATHS;
	}
	set deaths(times) {
		this.flags = this.flags & -385 | Math.min(times, MOST_DEATHS) << DEATHS_SHIFT;
	}
	/** It may run again where it had started and its thread has died. */
	get repeatable() {
		return this.method.idempotent;
	}
	/** Elements of a stream may come, and somebody wants them. */
	get takesElements() {
		return false;
	}
	/** Its result is to be read where it lies, and kept there. */
	get views() {}
	onElements(_elements) {}
	/** When its thread dies it waits for the next one in that place, and goes to no other. */
	get stays() {
		return false;
	}
};
/** Its own ring came too late for the target's last look, and nobody has started it. */
const takenBack = (job) => job.id < 0;
/** An ask to an instance that works on one job at a time, and whose job waits for this ask. Or so long that it must be one. */
const isCycle = (target, chain) => chain.length > 0 && (target.serial && chain.includes(target.instance) || isTooDeep(chain));
const isTooDeep = (chain) => chain.length > MOST_WAITING && instancesOf(chain).length > MOST_WAITING;
const MOST_WAITING = 64;
// ../../../packages/core/src/internal/sending/spread.ts
/**
* Text whose bits all depend on all of the input's: what the hash ring is given instead of keys and names. The ring's own
* hash maps short texts that differ little ("0" to "4000", "a-0" and "a-1") to few places, and then to one thread.
*/
const spread = (text) => {
	let one = 2166136261;
	let other = 2654435769;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		one = Math.imul(one ^ code, 16777619);
		other = Math.imul(other ^ code, 2246822507) + one;
	}
	one = avalanche(one ^ text.length);
	other = avalanche(other ^ one);
	return String.fromCharCode(one >>> 16, one & 65535, other >>> 16, other & 65535);
};
/** The last step of MurmurHash3: each bit of the result depends on each bit of the input. */
const avalanche = (hash) => {
	hash = Math.imul(hash ^ hash >>> 16, 2246822507);
	hash = Math.imul(hash ^ hash >>> 13, 3266489909);
	return hash ^ hash >>> 16;
};
// ../../../packages/core/src/internal/sending/addressed.ts
const methods = /* @__PURE__ */ new WeakSet();
/** The same method, for jobs that are addressed. */
const addressedOf = (method) => {
	const addressed = { ...method };
	methods.add(addressed);
	return addressed;
};
const isAddressed = (job) => methods.has(job.method);
// ../../../packages/core/src/internal/sending/nameLine.ts
/** Nobody is there yet for a send, or others wait their turn before it: it stands in line. */
var Absent = class {
	line;
	/** It would find somebody now, or be told that nobody comes. */
	isOver;
	/** The thread that it is for, where there is only one. */
	thread;
	constructor(line, isOver, thread) {
		this.line = line;
		this.isOver = isOver;
		this.thread = thread;
	}
	/** Stands in line and calls back once, when it is its turn to look again. Returns how to leave. */
	wait(resume) {
		return this.line.stand({
			isOver: this.isOver,
			resume
		});
	}
};
var NameLine = class {
	waiting = /* @__PURE__ */ new Set();
	isServing = false;
	/** Whose turn it is has yet to look: it alone goes on. */
	isCalled = false;
	/** Its places have changed while it is served: those in front may be over now. */
	hasChanged = false;
	stand(waiting) {
		this.waiting.add(waiting);
		return () => {
			this.waiting.delete(waiting);
		};
	}
	/** Whether who looks now has to stand in line, whatever it would find. Each who is called looks once. */
	mustWait() {
		if (!this.isServing) return false;
		const isCalled = this.isCalled;
		this.isCalled = false;
		return !isCalled && this.waiting.size > 0;
	}
	/** Who has just looked found no room, and looks again to wait for it. */
	lookAgain() {
		this.isCalled = this.isServing;
	}
	/** Changes the places, and then lets all go on that are over, in order. What they send next is behind those that still wait. */
	serve(change) {
		if (this.isServing) {
			this.hasChanged = true;
			return change();
		}
		this.isServing = true;
		try {
			change();
			do
				this.callAll();
			while (this.hasChanged);
		} finally {
			this.isServing = false;
		}
	}
	callAll() {
		this.hasChanged = false;
		for (const each of this.waiting) {
			if (!each.isOver()) continue;
			this.waiting.delete(each);
			this.isCalled = true;
			each.resume();
			this.isCalled = false;
			if (this.hasChanged) return;
		}
	}
};
// ../../../packages/core/src/internal/sending/binding.ts
/**
* One name as one thread sees it: the places (threads) where the actor is served, and which of them a job goes to. A
* place keeps its jobs while its thread is started again.
*/
/** It is for that thread and no other. */
const isBound = (job) => job.stays || isAddressed(job);
/** A thread of an actor, by its name: the same place after a restart. */
var Place$1 = class {
	name;
	incarnation = 0;
	target = void 0;
	/** Jobs that a death has left, waiting for the next thread. */
	held = new Fifo();
	constructor(name) {
		this.name = name;
	}
	get isLive() {
		return this.target !== void 0 && this.target.gone === void 0;
	}
	[symbol]() {
		return spread(this.name);
	}
};
var Binding = class {
	name;
	entry = void 0;
	/** It existed once: what is sent now fails at once instead of waiting for it to appear. */
	known = false;
	/** It is about to be taken away: what is sent now fails at once. */
	ended = false;
	places = [];
	ring;
	turn;
	mesh;
	outbox;
	line = new NameLine();
	constructor(name, mesh, outbox) {
		this.name = name;
		this.mesh = mesh;
		this.outbox = outbox;
		this.turn = mesh.thread;
	}
	update(entry) {
		if (entry === void 0) this.change(void 0);
		else this.line.serve(() => this.change(entry));
	}
	change(entry) {
		const before = new Map(this.places.map((place) => [place.name, place]));
		const retired = [];
		const places = (entry?.members ?? []).map((member) => {
			const place = before.get(member.threadName) ?? new Place$1(member.threadName);
			before.delete(member.threadName);
			if (member.state === "up" && place.incarnation !== member.incarnation && this.isAlive(member)) {
				if (place.target !== void 0) retired.push(place.target);
				this.occupy(place, member, entry);
			}
			return place;
		});
		this.places = places;
		this.ring = void 0;
		this.entry = entry;
		if (entry !== void 0) this.known = true;
		this.ended = false;
		for (const gone of before.values()) {
			if (gone.target !== void 0) {
				if (entry?.joined !== void 0) this.moveWaiting(gone.target);
				retired.push(gone.target);
			}
			this.release(gone);
		}
		for (const place of places) if (entry?.members.find((each) => each.threadName === place.name)?.state === "dead") this.release(place);
		for (const target of retired) this.outbox.retire(target);
	}
	/** For good: what waits fails, and so does whatever is sent later. */
	end() {
		this.line.serve(() => {
			this.change(void 0);
			this.known = true;
			this.ended = true;
		});
	}
	/** A snapshot may be older than a death that this thread has dealt with. */
	isAlive({ incarnation, thread }) {
		const { arena } = this.mesh;
		return load(arena, thread, Thread.incarnation) === incarnation && isAlive(arena, thread);
	}
	occupy(place, member, entry) {
		const peer = this.mesh.peer(member.thread);
		const first = place.held;
		place.held = new Fifo();
		this.outbox.stranded.delete(first);
		const target = this.outbox.target(peer, member.instance, member.threadName, entry.window, member.serial, first);
		if (entry.restarts || entry.joined !== void 0) target.onOrphaned = (job) => this.orphaned(place, job);
		target.actor = this.name;
		if (entry.whenFull === "dropNewest") target.drops = "newest";
		if (entry.whenFull === "dropOldest") target.drops = "oldest";
		place.target = target;
		place.incarnation = member.incarnation;
	}
	/**
	* The thread of a place has died: unkeyed jobs go to another one at once, keyed ones and those that were sent to it by its
	* name wait for its successor; for the news of its end where there will be none.
	*/
	orphaned(place, job) {
		const other = this.entry?.strategy === "roundRobin" && !isBound(job) ? this.next([]) : void 0;
		if (other !== void 0) adopt(this.outbox, job, other);
		else if (this.places.includes(place)) this.hold(place, job);
		else reject(this.outbox, job, this.goneReason(place));
	}
	hold(place, job) {
		place.held.push(job);
		job.queue = place.held;
		this.outbox.stranded.add(place.held);
		this.outbox.owner.busy();
	}
	/** Nobody will take this place: what it holds goes elsewhere, or nowhere. */
	release(place) {
		this.outbox.stranded.delete(place.held);
		for (let job = place.held.shift(); job !== void 0; job = place.held.shift()) {
			const target = isBound(job) ? void 0 : this.next([]);
			if (target === void 0) reject(this.outbox, job, this.goneReason(place));
			else adopt(this.outbox, job, target);
		}
	}
	/** One of several leaves that live on: what waits for room there goes to the others, behind what waits for them. */
	moveWaiting(target) {
		if (target.gone !== void 0) return;
		for (const job of target.waiting.all()) {
			const other = isBound(job) || job.id >= 0 ? void 0 : this.next([]);
			if (other === void 0 || !target.waiting.remove(job)) continue;
			adopt(this.outbox, job, other);
		}
	}
	/** What a send finds as long as no layer has provided the name. */
	unknown() {
		return this.isUnknown ? new Absent(this.line, () => !this.isUnknown) : void 0;
	}
	get isUnknown() {
		return this.entry === void 0 && !this.known;
	}
	/** The target on the thread of that name, whatever the routing says. */
	at(threadName) {
		const mustWait = this.line.mustWait();
		const found = this.lookAt(threadName);
		return found === void 0 || mustWait && found instanceof Target ? new Absent(this.line, () => this.lookAt(threadName) !== void 0, threadName) : found;
	}
	lookAt(threadName) {
		if (this.ended) return new Stopped({});
		const place = this.places.find((each) => each.name === threadName);
		if (place !== void 0) return this.inPlace(place);
		const names = this.places.map(({ name }) => name).join(", ");
		return invalid("thread", threadName, `name one of the threads of "${this.name}": ${names}`);
	}
	inPlace(place) {
		if (this.ended) return new Stopped({});
		return place.isLive ? place.target : this.isComing(place) ? void 0 : this.goneReason(place);
	}
	/**
	* The target for a job with this key; with `undefined`, the next in turn. Members in `chain` wait for this very ask: unkeyed
	* jobs pass them over where they can.
	*/
	select(key, chain = []) {
		return (this.line.mustWait() ? void 0 : this.look(key, chain)) ?? new Absent(this.line, () => this.isDecided(key));
	}
	look(key, chain) {
		if (this.ended) return new Stopped({});
		if (key !== void 0 && this.places.length > 0) return this.inPlace(this.keyed(key));
		const target = this.next(chain);
		if (target !== void 0) return target;
		const [first] = this.places;
		return this.places.some((place) => this.isComing(place)) ? void 0 : this.goneReason(first);
	}
	/** Whether `look` finds anything: without taking a turn. */
	isDecided(key) {
		if (this.ended) return true;
		if (key !== void 0 && this.places.length > 0) return this.inPlace(this.keyed(key)) !== void 0;
		return this.places.some((place) => place.isLive) || !this.places.some((place) => this.isComing(place));
	}
	/** All its places, for a job to each; a reason where there are none. */
	seats() {
		const mustWait = this.line.mustWait();
		if (this.ended) return new Stopped({});
		const unknown = this.unknown();
		if (unknown !== void 0) return unknown;
		const seats = this.places.filter((place) => place.target !== void 0 || this.isComing(place)).map((place) => ({
			thread: place.name,
			found: this.seat(place, mustWait),
			find: () => this.seat(place, this.line.mustWait())
		}));
		return seats.length > 0 ? seats : this.goneReason(void 0);
	}
	seat(place, mustWait) {
		return (mustWait ? void 0 : this.inPlace(place)) ?? new Absent(this.line, () => this.inPlace(place) !== void 0, place.name);
	}
	next(chain) {
		const { places } = this;
		let waitsItself;
		for (let tried = 0; tried < places.length; tried++) {
			const place = places[this.turn++ % places.length];
			if (!place.isLive) continue;
			const target = place.target;
			if (chain.length === 0 || !target.serial || !chain.includes(target.instance)) return target;
			waitsItself ??= target;
		}
		return waitsItself;
	}
	/** Its thread has died and another one will take its place. */
	isComing(place) {
		if (this.entry?.restarts !== true || place.isLive || place.target?.gone === "stopped") return false;
		if (!this.places.includes(place)) return false;
		return this.entry.members.some((member) => member.threadName === place.name && member.state !== "dead");
	}
	goneReason(place) {
		const gone = place?.target?.gone;
		return gone === void 0 || gone === "stopped" ? new Stopped({}) : gone;
	}
	keyed(key) {
		if (this.places.length === 1) return this.places[0];
		this.ring ??= addMany(make$3(), this.places);
		const place = get(this.ring, spread(String(key)));
		if (place.isLive || this.isComing(place) || place.target?.gone === "stopped") return place;
		const rest = this.places.filter((each) => each !== place);
		if (!rest.some((each) => each.isLive)) return place;
		this.places = rest;
		this.ring = void 0;
		return this.keyed(key);
	}
	get targets() {
		return this.places.flatMap(({ target }) => target === void 0 ? [] : [target]);
	}
};
// ../../../packages/core/src/internal/system/directory.ts
/** An instance in words. */
const instanceOn = (actor, thread) => `${actor} on ${thread}`;
const nobody$1 = [];
/** All names of one thread. */
var Directory = class {
	version = 0;
	threads = [];
	/** Their names by their records: each job that runs as a fiber is told the name of its sender. */
	threadNames = [];
	actors = /* @__PURE__ */ new Map();
	bindings = /* @__PURE__ */ new Map();
	/** Who wants to know when the members of a name have changed. */
	watchers = /* @__PURE__ */ new Map();
	mesh;
	outbox;
	ended = false;
	constructor(mesh, outbox) {
		this.mesh = mesh;
		this.outbox = outbox;
	}
	apply(news) {
		if (this.ended || news.version <= this.version) return;
		this.version = news.version;
		this.threads = news.threads;
		this.threadNames = [];
		for (const { name, thread } of news.threads) this.threadNames[thread] ??= name;
		const changed = new Set(news.removed);
		if (news.whole) for (const name of this.actors.keys()) changed.add(name);
		for (const name of changed) this.actors.delete(name);
		for (const entry of news.actors) {
			this.actors.set(entry.name, entry);
			changed.add(entry.name);
		}
		for (const name of changed) {
			const binding = this.bindings.get(name);
			if (binding !== void 0) this.refresh(binding);
		}
		for (const name of changed) this.changed(name);
	}
	changed(name) {
		for (const look of Array.from(this.watchers.get(name) ?? [])) look();
	}
	/** Calls `look` whenever the members of that name have changed, until the returned function is called. */
	watch(name, look) {
		const looks = this.watchers.get(name) ?? /* @__PURE__ */ new Set();
		this.watchers.set(name, looks.add(look));
		return () => {
			if (looks.delete(look) && looks.size === 0) this.watchers.delete(name);
		};
	}
	/** The version up to which all is applied. */
	get applied() {
		return this.version;
	}
	/** Who serves that name, or will again; the same array as long as nothing changes. */
	members(name) {
		return this.actors.get(name)?.members ?? nobody$1;
	}
	/** News that may not be applied yet: names that are gone are sent nothing more. */
	announce(news) {
		for (const name of news.removed) {
			const binding = this.bindings.get(name);
			if (binding !== void 0) binding.ended = true;
		}
	}
	/** This thread takes part no longer: whatever the name, nobody is there. */
	end() {
		this.ended = true;
		this.actors.clear();
		for (const binding of this.bindings.values()) binding.end();
		for (const name of Array.from(this.watchers.keys())) this.changed(name);
	}
	refresh(binding) {
		if (this.ended) return binding.end();
		const entry = this.actors.get(binding.name);
		if (entry !== void 0 || binding.known) binding.update(entry);
	}
	binding(name) {
		const known = this.bindings.get(name);
		if (known !== void 0) return known;
		const binding = new Binding(name, this.mesh, this.outbox);
		this.bindings.set(name, binding);
		this.refresh(binding);
		return binding;
	}
	/** The Rpcs of an actor that is served; `undefined` when there is none of that name. */
	jobs(name) {
		const entry = this.actors.get(name);
		return entry === void 0 ? void 0 : entry.jobs ?? [];
	}
	/** What those that have joined an actor agree on: the fingerprint of their handlers. */
	layout(name) {
		return this.actors.get(name)?.joined;
	}
	/** The names of all tags under which those handlers are served. */
	serving(served) {
		const names = [];
		for (const entry of this.actors.values()) if (entry.served === served) names.push(entry.name);
		return names;
	}
	/** Whether anybody serves, or has asked for, that name: unlike `binding` it keeps nothing. */
	has(name) {
		return this.bindings.has(name) || this.actors.has(name);
	}
	threadName(thread) {
		return this.threadNames[thread] ?? `#${thread}`;
	}
	/** The name of an actor by one of its instances, and of its job by the place of its method. */
	jobOf(instance, method) {
		for (const { jobs, members, name } of this.actors.values()) {
			const job = members.some((each) => each.instance === instance) ? jobs?.[method] : void 0;
			if (job !== void 0) return [name, job];
		}
	}
	/** An instance in words, `actor on thread`; by its number as long as it is not known here. */
	instanceName(instance) {
		for (const { members, name } of this.actors.values()) {
			const member = members.find((each) => each.instance === instance);
			if (member !== void 0) return instanceOn(name, member.threadName);
		}
		return `#${instance}`;
	}
};
// ../../../packages/core/src/internal/system/mainHandle.ts
/** A thread that was just spawned. */
const makeHandle = (spawned) => ({
	...spawned,
	ready: makeUnsafe(),
	exited: makeUnsafe(),
	over: makeUnsafe(),
	cause: void 0,
	lost: void 0,
	started: false,
	applied: 0,
	stoppedBy: void 0,
	inHooks: false,
	terminated: false,
	diedStopping: void 0,
	killed: false,
	corrupt: void 0,
	recycledWith: void 0,
	overdue: false,
	held: [],
	reported: false,
	logged: 0,
	lettersTold: 0,
	serial: [],
	functions: []
});
/** Its place may be taken from now on. Whoever waits for that goes on later. */
const endPlace = (handle, cause) => {
	handle.cause ??= handle.corrupt ?? cause;
	doneUnsafe(handle.over, succeed$1(handle.cause));
};
/** How it is listed. */
const entryOf = ({ incarnation, lost, name, thread }) => ({
	thread,
	incarnation,
	name,
	...lost === void 0 ? {} : { lost: lost.detail }
});
/**
* Whether another one may take the place of a lost thread, which may still be at work: an actor that works on one job at
* a time would then work on two, so there only if its layer says so.
*/
const mayBeReplaced = ({ serial, started, whenLost }) => whenLost === void 0 ? started && serial.length === 0 : whenLost === "replace";
/** What is logged about the end of one that has not ended in order. */
const obituary = ({ killed, lost, name }, detail) => {
	if (lost !== void 0) return logInfo(`thread "${name}" has ended at last`);
	return killed ? logInfo(`thread "${name}" was killed`) : logError(`thread "${name}" died: ${detail}`);
};
// ../../../packages/core/src/internal/system/startFailure.ts
/**
* What a thread reports when it does not start, or how it ended, as reasons and texts for those who wait.
*/
/** Fields one by one: an Error's own `cause` is not enumerable, so a spread would lose it. */
const withEntry = (reason, entry) => reason._tag === "StartFailed" ? new StartFailed({
	cause: reason.cause,
	entry,
	detail: reason.detail
}) : new EntryMismatch({
	entry,
	expected: reason.expected,
	found: reason.found
});
const reasonOf$1 = (failure) => failure._tag === "mismatch" ? new EntryMismatch({
	entry: "",
	expected: failure.expected,
	found: failure.found
}) : new StartFailed({
	cause: failure._tag,
	entry: "",
	detail: failure.detail
});
const hung = (entry, afterMillis) => new StartFailed({
	cause: "hung",
	entry,
	detail: `${entry} was not ready after ${afterMillis} ms: does it wait for something at its top level, or in the Layer it exports?`
});
const noRoom = (maxThreads) => new InvalidOption({
	option: "maxThreads",
	value: `${maxThreads}, main included, and all are in use`,
	remedy: "raise maxThreads of the actor system's layer, or start fewer threads"
});
/** In one line, for messages; where it happened is in the log. */
const summary = (exit) => {
	const { code, error } = exit;
	if (error === void 0) return codeOf(code);
	return (error instanceof Error ? `${error.name}: ${error.message}` : shown(error)).replaceAll(/\s*\n\s*/g, " ");
};
const describeExit = (exit) => {
	if (exit.error instanceof Error) return exit.error.stack ?? `${exit.error.name}: ${exit.error.message}`;
	return exit.error === void 0 ? codeOf(exit.code) : shown(exit.error);
};
const codeOf = (code) => code === void 0 ? "without detaching; somebody else started it, so its exit code is not known" : `exit code ${code}`;
// ../../../packages/core/src/internal/system/ending.ts
/**
* What main finds out, and says, about how a thread or an actor came to its end: what held it up, whether it ended in
* order, and which of its stop hooks failed. Runs on main.
*/
/** The least that jobs and stop hooks of main have of the stop timeout, when others have taken all of it. */
const LEAST_MILLIS = 1e3;
/** What is left of the stop timeout of a stop that began then (`performance.now()`). */
const leftMillis = ({ options: { stopTimeoutMillis } }, since) => Math.max(stopTimeoutMillis - (performance.now() - since), Math.min(stopTimeoutMillis, LEAST_MILLIS));
const endlessHook = (name) => `a stop hook of "${name}" that did not end`;
/** On every thread alike: a hook that fails is logged, and holds up nothing. */
const hookFailed = (actors, thread, detail) => logWarning(`a stop hook of actor "${actors.join("\", \"")}" on thread "${thread}" failed: ${detail}`);
/** A thread that was told to stop has not done so: whatever it has not named itself is named here. */
const nameWhatHolds = (handle) => {
	const { held, inHooks, name } = handle;
	if (inHooks) handle.held = [...held, endlessHook(name)];
	else if (held.length === 0) handle.held = [`a handler of "${name}" that does not yield`];
};
/**
* The thread has exited; `inOrder` when it had said before that it was done. What there is to log: nothing when it stopped,
* or when main has ended it because it did not.
*/
const logEnd = (handle, exit, inOrder) => {
	if (!handle.started) return void_;
	if (handle.stoppedBy === void 0) return inOrder ? void_ : obituary(handle, describeExit(exit));
	if (exit.error === void 0 && (inOrder || handle.terminated)) return void_;
	handle.diedStopping = summary(exit);
	handle.held = [...handle.held, `it ended while stopping: ${handle.diedStopping}`];
	return obituary(handle, describeExit(exit));
};
/** Logs once what a stop has found out about a thread. */
const warn = (handle, limitMillis) => {
	const { diedStopping, held, name } = handle;
	if (held.length === 0 || handle.reported) return void_;
	handle.reported = true;
	if (diedStopping !== void 0 && held.length === 1) return logWarning(`thread "${name}" did not stop in order: ${held[0]}`);
	return logWarning(`thread "${name}" did not stop within ${limitMillis} ms; held by: ${held.join(", ")}`);
};
/** What came of stopping these, which have all ended or are lost. */
const outcomeOf = (handles) => ({
	late: handles.flatMap(({ diedStopping, held }) => diedStopping === void 0 ? held : held.slice(0, -1)),
	died: handles.flatMap(({ diedStopping, name }) => diedStopping === void 0 ? [] : [`thread "${name}" ended while stopping: ${diedStopping}`])
});
// ../../../packages/core/src/internal/hosting/finishing.ts
/**
* The jobs of a thread's actors come to their end before the thread does, main's like any other's.
*/
/** How many jobs of an actor wait for what this fiber does: its own, if it is a handler's, and those that asked for it. */
const waitingIn = (actor, fiber) => chainOf(fiber).filter((instance) => instance === actor.instance).length;
/** Completes when an actor has nothing more to do, but for jobs that wait for whoever waits here. */
const idle = (actor) => withFiber((fiber) => callback((resume) => actor.whenIdle(() => resume(void_), waitingIn(actor, fiber))));
const allIdle = (actors) => forEach(actors, idle, {
	concurrency: "unbounded",
	discard: true
});
/** Lets the actors of this thread finish what they have; returns what still ran when the time was over. */
const finish$1 = (loop, millis) => gen(function* () {
	const actors = Array.from(loop.actors.values());
	const sent = callback((resume) => loop.whenSent(() => resume(void_)));
	if ((yield* timeoutOption(andThen(allIdle(actors), sent), millis))._tag === "Some") return [];
	const held = actors.flatMap((actor) => actor.held);
	if (loop.mesh.held > 0) held.push(`${loop.mesh.held} replies for which there is no memory`);
	return held;
});
/**
* What has not finished is refused where it has not started, and interrupted where it runs. What this fiber is the last
* to hold up goes on when it does.
*/
const refuse = (loop) => withFiber((fiber) => {
	for (const actor of loop.actors.values()) actor.refuseAll(waitingIn(actor, fiber));
	return void_;
});
/** After `refuse`: waits for the finalizers of what was interrupted, so long. */
const unwind = (loop, millis) => asVoid(timeoutOption(allIdle(Array.from(loop.actors.values())), millis));
// ../../../packages/core/src/internal/system/actorEnd.ts
/**
* The end of one actor while its thread lives on, once nobody sends to it any more.
*/
/** Finishes what is queued, and from then on refuses at dispatch. Returns what held it up. */
const finish = (system, actor) => gen(function* () {
	const { loop, stopTimeoutMillis } = system;
	yield* betweenDrains(system, () => loop.readMail());
	let held = [];
	const finished = yield* timeoutOption(idle(actor), stopTimeoutMillis);
	if (isNone(finished)) {
		held = actor.held;
		yield* logWarning(`actor "${actor.name}" did not stop within ${stopTimeoutMillis} ms; held by: ${held.join(", ")}`);
	}
	yield* withFiber((fiber) => sync(() => actor.refuseAll(waitingIn(actor, fiber))));
	loop.actors.delete(actor.instance);
	loop.flush();
	return held;
});
/** A handler may be the one that ends it: what must not come between two records waits for the end of its drain. */
const betweenDrains = ({ loop }, then) => callback((resume) => loop.afterDrain(() => {
	then();
	resume(void_);
}));
// ../../../packages/core/src/internal/supervision/place.ts
var Place = class {
	actors;
	threadName;
	main;
	occupant;
	isRestarted;
	state = "new";
	/** Which start of it is the latest, or the next one while it is away. */
	attempt = 1;
	constructor(main, actors, threadName, occupant, isRestarted = false) {
		this.main = main;
		this.actors = actors;
		this.threadName = threadName;
		this.occupant = occupant;
		this.isRestarted = isRestarted;
	}
	/** Also while no thread has it: the next one here will have that name. */
	keeps(name) {
		return this.isRestarted && name === this.threadName && this.state !== "gone";
	}
	/** Its thread was told to be up, and its end was not told. */
	get isUp() {
		return this.state === "up";
	}
	get isAway() {
		return this.state === "away";
	}
	/** Why its thread has ended by itself, which nobody has told yet. */
	get untold() {
		if (this.state !== "up") return void 0;
		const { cause, recycledWith, stoppedBy } = this.occupant();
		return stoppedBy === void 0 && recycledWith === void 0 ? cause : void 0;
	}
	started() {
		const { cause, stoppedBy } = this.occupant();
		if (cause !== void 0 && stoppedBy !== void 0 || this.state === "up" || this.state === "gone") return;
		this.state = "up";
		this.main.places.add(this);
		this.main.tellLife({
			_tag: "Started",
			...this.about,
			attempt: this.attempt
		});
	}
	/** Its thread has ended by itself, or did not come up again. */
	died(cause, next) {
		if (this.state !== "up" && this.state !== "away") return;
		this.state = "away";
		this.attempt++;
		const restart = next && {
			attempt: this.attempt,
			...next
		};
		this.main.tellLife({
			_tag: "Died",
			...this.about,
			cause,
			restart
		});
	}
	/** Its thread has ended because that one of its group had died. */
	recycled(because) {
		if (this.state !== "up") return;
		this.state = "away";
		this.attempt++;
		this.main.tellLife({
			_tag: "Recycled",
			...this.about,
			because
		});
	}
	/** Its thread has ended as it was asked to, or it has none and will have none. */
	stopped(by, held = []) {
		if (this.state !== "up" && this.state !== "away") return;
		this.leave();
		this.main.tellLife({
			_tag: "Stopped",
			...this.about,
			by,
			held
		});
	}
	gaveUp(cause, escalated) {
		if (this.state !== "away") return;
		this.leave();
		this.main.tellLife({
			_tag: "GaveUp",
			...this.about,
			cause,
			escalated
		});
	}
	/** Exited after somebody had asked for it. One of earlier, which was lost, changes nothing here. */
	exited(occupant) {
		if (occupant.stoppedBy === void 0 || occupant !== this.occupant()) return;
		this.stopped(occupant.stoppedBy, occupant.held);
	}
	/** There will be no other thread here, and the last one has ended, or does not: what was not told of it is told. */
	settle(by) {
		const occupant = this.occupant();
		if (this.state === "new" || occupant === void 0) return this.leave();
		const { cause, held, recycledWith, stoppedBy } = occupant;
		if (this.state === "up" && cause !== void 0 && stoppedBy === void 0) {
			if (recycledWith === void 0) this.died(cause, void 0);
			else this.recycled(recycledWith);
		}
		this.stopped(stoppedBy ?? by, this.state === "up" ? held : []);
	}
	leave() {
		this.state = "gone";
		this.main.places.delete(this);
	}
	get about() {
		return {
			actors: this.actors,
			thread: this.threadName,
			threadId: this.occupant().incarnation
		};
	}
};
// ../../../packages/core/src/internal/system/mainActor.ts
/**
* The end of actors that are served on main: of one alone while its thread lives on, and of all with their system.
*/
/** Where those who watch an actor on main look: it ends with its layer, or with the system. */
const placeOf = (main, actor) => {
	const thread = {
		incarnation: 1,
		cause: void 0,
		stoppedBy: void 0,
		recycledWith: void 0,
		held: []
	};
	return new Place(main, [actor], "main", () => thread);
};
/** Its layer closes: its jobs are finished, then its stop hooks run, all within the stop timeout. */
const end$1 = (main, own, exit) => gen(function* () {
	const since = performance.now();
	const { actor, hooks, place } = own;
	const jobs = actor === void 0 ? [] : yield* stop(main, actor);
	const late = yield* hooks.run(exit, leftMillis(main, since));
	if (actor === void 0) return;
	place.stopped("layer", [...jobs, ...late]);
});
/** Takes the name away, and lets it finish. Returns what held it up. */
const stop = (main, actor) => suspend(() => {
	main.unregister([actor.name]);
	return finish(main, actor);
});
/**
* All other threads have ended: main's actors take no more mail, finish what they have, and run their stop hooks, the
* latest first, within what is left of the stop timeout; then the loop is let go. Returns what held it up.
*/
const stopAll = (main, since) => uninterruptibleMask((restore) => gen(function* () {
	const { loop, options } = main;
	const hold = loop.hold();
	for (const call of Array.from(main.lastCalls)) call();
	yield* betweenDrains(main, () => loop.closeMail());
	const finished = restore(finish$1(loop, leftMillis(main, since)));
	const held = yield* onInterrupt(finished, () => sync(hold));
	yield* refuse(loop);
	if (held.length > 0) {
		const limit = options.stopTimeoutMillis;
		yield* logWarning(`main did not finish its jobs within ${limit} ms; held by: ${held.join(", ")}`);
		yield* unwind(loop, options.interruptGraceMillis);
	}
	const late = [];
	for (const hooks of Array.from(main.stopHooks).toReversed()) late.push(...yield* hooks.run(void_$1, leftMillis(main, since)));
	yield* betweenDrains(main, () => loop.release());
	hold();
	return [...held, ...late];
}));
// ../../../packages/core/src/internal/supervision/deadLetterLog.ts
/**
* Dead letters in the log of main: the first at once, then at most one line in an interval, with how many there were that
* had no line of their own. No timer: what comes after the interval, or the end of the system, brings the rest.
*/
var DeadLetterLog = class {
	context;
	everyMillis;
	lastLine = Number.NEGATIVE_INFINITY;
	suppressed = 0;
	/** Writes with the loggers and the clock of `context`; never, when `everyMillis` is infinite. */
	constructor(context, everyMillis) {
		this.context = context;
		this.everyMillis = everyMillis;
	}
	add(letters) {
		if (this.everyMillis === Number.POSITIVE_INFINITY || letters.length === 0) return;
		const now = get$1(this.context, Clock).currentTimeMillisUnsafe();
		if (now - this.lastLine < this.everyMillis) {
			for (const { count } of letters) this.suppressed += count;
			return;
		}
		this.lastLine = now;
		this.write(letters.map(inWords$1).join("; "));
	}
	/** What had no line of its own by the end of the system. */
	end() {
		if (this.suppressed > 0) this.write("");
	}
	write(what) {
		const others = this.suppressed === 0 ? "" : `${this.suppressed} that had no line of their own`;
		this.suppressed = 0;
		const text = [what, others].filter((part) => part !== "").join(", and before that ");
		runForkWith(this.context)(logWarning(`dead letters: ${text}`));
	}
};
const progress = {
	true: "which had started",
	false: "which never started",
	unknown: "which may have started"
};
const inWords$1 = ({ actor, count, job, reason, sender, started, thread }) => {
	const from = sender === void 0 ? "" : ` from "${sender}"`;
	const to = thread === void 0 ? "" : ` to "${thread}"`;
	const name = job === void 0 ? actor ?? "a tell" : `${actor}.${job}`;
	const why = reason === "unknown" ? "why is not known" : reason;
	return `${count} × ${name}${from}${to}, ${progress[`${started}`]} (${why})`;
};
// ../../../packages/core/src/internal/system/questions.ts
/**
* What threads ask main for, main itself included: to serve an actor beside others, to leave it, and memory by its name.
*/
const answer$1 = (main, asker, question) => {
	switch (question._tag) {
		case "instance": return sync(() => main.nextInstance());
		case "join": return suspend(() => {
			if (main.isClosed) return fail(new Stopped({}));
			const { joining } = question;
			const { incarnation, name: threadName, thread } = asker;
			const { instance, serial } = joining;
			const refused = main.names.join(joining, {
				thread,
				incarnation,
				instance,
				threadName,
				serial,
				state: "up"
			});
			if (refused !== void 0) return fail(refused);
			main.slow.add({
				...joining.slow,
				joined: true
			});
			return known(main);
		});
		case "leave": return suspend(() => main.names.leave(question.name, question.instance) ? known(main) : void_);
		case "shared": return suspend(() => main.shared.give(question.name, question.bytes));
	}
};
/** Publishes the names as they are now, and completes when every thread knows. The process does not end meanwhile. */
const known = (main) => suspend(() => {
	const all = main.acknowledgements.known(main.publish(void 0, true));
	const release = main.loop.hold();
	return ensuring(all, sync(release));
});
// ../../../packages/core/src/internal/supervision/lives.ts
/**
* What has become of every thread, as one thread of the system knows it: main decides and tells everybody. Whoever watches
* first learns how things stand, so nothing is lost between that and what comes.
*/
/** Threads that will not come back and whose end is still known. */
const ENDED_KEPT = 1e3;
const missing = (count) => ({
	_tag: "Missed",
	count
});
var Lives = class {
	/** The latest event of each thread and actor, the oldest first. */
	latest = /* @__PURE__ */ new Map();
	feed = new Feed();
	ended = 0;
	tell(event) {
		const key = `${event.thread}\n${event.actors.join("\n")}`;
		if (isEnd(this.latest.get(key))) this.ended--;
		this.latest.delete(key);
		this.latest.set(key, event);
		if (isEnd(event) && ++this.ended > ENDED_KEPT) this.forgetOldest();
		this.feed.tell(event);
	}
	forgetOldest() {
		for (const [key, event] of this.latest) {
			if (!isEnd(event)) continue;
			this.latest.delete(key);
			this.ended--;
			return;
		}
	}
	/** How things stand. */
	get now() {
		return Array.from(this.latest.values());
	}
	watch(of) {
		const wanted = (event) => event._tag === "Missed" || ("thread" in of ? event.thread === of.thread : event.actors.includes(of.actor.key));
		return this.feed.stream({
			first: () => this.now,
			wanted,
			missing
		});
	}
	end() {
		this.feed.end();
	}
};
const isEnd = (event) => event?._tag === "GaveUp" || event?._tag === "Stopped";
const encodeReason = encodeUnknownSync(ActorErrorReason);
const readCause = decodeUnknownSync(ActorErrorReason);
const encode = (event) => "cause" in event ? {
	...event,
	cause: encodeReason(event.cause)
} : event;
const decode = (event) => event.cause === void 0 ? event : {
	...event,
	cause: readCause(event.cause)
};
// ../../../node_modules/effect/dist/Logger.js
/**
* Context reference containing the active loggers for the current fiber.
*
* **Details**
*
* By default this set includes the default logger and the tracer logger.
* Providing `Logger.layer` replaces or merges with this set depending on its
* options.
*
* **Example** (Accessing current loggers)
*
* ```ts import.meta.vitest
* import { Effect, Logger } from "effect"
*
* const messages: Array<unknown> = []
* const customLogger = Logger.make((options) => {
*   messages.push(options.message)
* })
* const program = Effect.gen(function*() {
*   const currentLoggers = yield* Effect.service(Logger.CurrentLoggers)
*   yield* Effect.log("Hello from custom logger").pipe(
*     Effect.provide(Logger.layer([customLogger]))
*   )
*   return currentLoggers.has(Logger.defaultLogger)
* })
*
* Effect.runSync(program) // => true
* messages // => [["Hello from custom logger"]]
* ```
*
* @stability stable
* @category services
* @since 4.0.0
*/
const CurrentLoggers = CurrentLoggers$1;
/**
* Creates a new `Logger` from a log function.
*
* **Details**
*
* The log function receives an options object containing the message, log level,
* cause, fiber information, and timestamp, and should return the desired output.
*
* **Example** (Creating loggers from functions)
*
* ```ts import.meta.vitest
* import { Effect, Logger } from "effect"
*
* const outputs: Array<string> = []
* const textLogger = Logger.make((options) =>
*   `${options.logLevel}: ${options.message}`
* )
* const collector = Logger.make((options) => outputs.push(textLogger.log(options)))
*
* const program = Effect.log("Hello World").pipe(
*   Effect.provide(Logger.layer([collector]))
* )
* Effect.runSync(program)
* outputs // => ["Info: Hello World"]
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const make$2 = loggerMake;
/**
* Creates a `Layer` which will overwrite the current set of loggers with the
* specified array of `loggers`.
*
* **Details**
*
* If the specified array of `loggers` should be _merged_ with the current set
* of loggers (instead of overwriting them), set `mergeWithExisting` to `true`.
*
* **Example** (Providing logger layers)
*
* ```ts import.meta.vitest
* import { Effect, Logger } from "effect"
*
* const messages: Array<unknown> = []
* const customLogger = Logger.make((options) => {
*   messages.push(options.message)
* })
* const CustomLoggerLayer = Logger.layer([customLogger])
*
* const program = Effect.log("Application started").pipe(
*   Effect.provide(CustomLoggerLayer)
* )
* Effect.runSync(program)
* messages // => [["Application started"]]
* ```
*
* @stability stable
* @category layers
* @since 4.0.0
*/
const layer$1 = (loggers, options) => effect(CurrentLoggers, withFiber$1(fnUntraced(function* (fiber) {
	const currentLoggers = new Set(options?.mergeWithExisting === true ? fiber.getRef(CurrentLoggers$1) : []);
	for (const logger of loggers) currentLoggers.add(isEffect(logger) ? yield* logger : logger);
	return currentLoggers;
})));
// ../../../packages/core/src/internal/system/workerLog.ts
/**
* Logs of a worker thread: sent over the control channel in order, written by the loggers of main. A thread that logs
* faster than main writes loses lines rather than filling the memory, and says how many.
*/
/** Lines a thread may be ahead of main. What it logs beyond that is lost and counted, until main has caught up. */
const AHEAD = 16384;
/** `taken`: how many lines main has taken so far, modulo 2³². */
const forwarding = (post, taken) => {
	let sent = 0;
	let lost = 0;
	const send = (message) => {
		sent++;
		post(message);
	};
	const tellLost = () => {
		if (lost === 0) return;
		const message = [`${lost} lines of this thread's log were lost: it was ${AHEAD} lines ahead of main`];
		lost = 0;
		send({
			_tag: "log",
			level: "Warn",
			millis: Date.now(),
			message,
			cause: "",
			annotations: []
		});
	};
	return {
		logger: make$2(({ cause, date, fiber, logLevel, message }) => {
			if ((sent - taken() | 0) >= 16384) {
				lost++;
				return;
			}
			tellLost();
			const parts = Array.isArray(message) ? message : [message];
			const annotations = Object.entries(fiber.getRef(CurrentLogAnnotations));
			send({
				_tag: "log",
				level: logLevel,
				millis: date.getTime(),
				message: parts.map(portable),
				cause: cause.reasons.length === 0 ? "" : pretty(cause),
				annotations: annotations.map(([key, value]) => [key, portable(value)])
			});
		}),
		end: tellLost
	};
};
const portable = (value) => {
	if (typeof value === "function" || typeof value === "symbol") return shown(value);
	try {
		return structuredClone(value);
	} catch {
		return shown(value);
	}
};
/** Main. Writes one message with the thread's name, through the loggers of the program that built the system. */
const take$2 = (message, handle, arena, context) => {
	const annotations = Object.fromEntries([...message.annotations, ["thread", handle.name]]);
	const parts = message.cause === "" ? message.message : [...message.message, message.cause];
	const seen = add(context, MinimumLogLevel, "All");
	runForkWith(seen)(annotateLogs(logWithLevel(message.level)(...parts), annotations));
	handle.logged++;
	if (load(arena, handle.thread, Thread.incarnation) === handle.incarnation) store(arena, handle.thread, Thread.logged, handle.logged);
};
// ../../../packages/core/src/internal/system/mainMessages.ts
/**
* What the threads tell main over the control channel.
*/
const take$1 = (main, handle, message) => {
	const { context } = main.options;
	switch (message._tag) {
		case "ready":
			handle.serial = message.serial;
			handle.functions = message.functions;
			doneUnsafe(handle.ready, void_$1);
			break;
		case "failed":
			doneUnsafe(handle.ready, fail$1(reasonOf$1(message.failure)));
			break;
		case "applied":
			handle.applied = message.version;
			main.acknowledgements.look();
			break;
		case "question":
			answer(main, handle, message.number, message.question);
			break;
		case "log":
			take$2(message, handle, main.arena, context);
			break;
		case "deadLetters":
			for (const { count } of message.letters) handle.lettersTold += count;
			main.loop.letters.tell(message.letters);
			break;
		case "wantPort":
			main.ports.connect(handle, message.thread, message.incarnation);
			break;
		case "hasPort":
			main.ports.has(handle, message.thread, message.incarnation);
			break;
		case "detach":
			runForkWith(context)(main.stopThread(handle));
			break;
		case "slow":
			main.slow.log.add(message.report, message.version);
			break;
		case "held":
			handle.held = message.jobs;
			break;
		case "stopHooks":
			handle.inHooks = true;
			break;
		case "stopFailed":
			runForkWith(context)(hookFailed(handle.actors, handle.name, message.detail));
			break;
		case "corrupt": endCorrupt(main, handle, new ArenaCorrupt({
			what: message.what,
			dump: message.dump
		}));
	}
};
const answer = (main, handle, number, question) => {
	const given = matchEffect(answer$1(main, handle, question), {
		onSuccess: (value) => succeed({
			_tag: "given",
			value
		}),
		onFailure: (reason) => succeed({
			_tag: "refused",
			reason: encodeReason(reason)
		})
	});
	const answering = map$1(given, (answer) => main.post(handle, {
		_tag: "answer",
		number,
		answer
	}));
	runForkWith(main.options.context)(answering);
};
// ../../../packages/core/src/internal/memory/arena.ts
/**
* The shared memory of one actor system with the views every thread needs. Made once by the thread that creates the
* system, attached by all others; holds no state of its own beyond the views.
*/
const views = (buffer, layout) => ({
	buffer,
	layout,
	words: new Int32Array(buffer),
	bytes: new Uint8Array(buffer),
	doubles: new Float64Array(buffer)
});
const make$1 = (sizes) => {
	const layout = make$4(sizes);
	const arena = views(new SharedArrayBuffer(Math.ceil(layout.words / 2) * 8), layout);
	const { Header } = layout_exports;
	arena.words[Header.magic] = MAGIC;
	arena.words[Header.version] = 1;
	arena.words[Header.layoutHash] = layout.hash;
	arena.words[Header.maxThreads] = sizes.maxThreads;
	arena.words[Header.jobCapacity] = sizes.jobCapacity;
	arena.words[Header.segmentWords] = layout.segmentWords;
	arena.words[Header.segmentCount] = layout.segmentCount;
	for (const units of [layout.segmentUnits, ...layout.blockUnits]) store$1(arena.words, units.freeCount, units.count);
	return arena;
};
/** Attaches to a memory that another thread made. Throws when it was made by another version of this library. */
const attach = (buffer, sizes) => {
	const layout = make$4(sizes);
	const arena = views(buffer, layout);
	const { Header } = layout_exports;
	if (arena.words[Header.magic] !== 1398031702 || arena.words[Header.version] !== 1 || arena.words[Header.layoutHash] !== layout.hash) throw new Error(`this thread's @stevedore/core lays memory out differently (version 1, hash ${layout.hash}) than the one that made the system (version ${arena.words[Header.version]}, hash ${arena.words[Header.layoutHash]}): make sure both load the same version`);
	return arena;
};
// ../../../packages/core/src/internal/system/lastLetters.ts
/** What is remembered of a thread, all it has posted having been read. */
const identityOf = ({ actors, lettersTold, name, stoppedBy }) => {
	return {
		name,
		actors,
		stopping: stoppedBy !== void 0,
		lettersTold
	};
};
/** Nothing is known but that they are. */
const unknown = {
	actor: void 0,
	job: void 0,
	sender: void 0,
	thread: void 0,
	reason: "unknown",
	started: "unknown"
};
const tellLast = (letters, ended, buried) => {
	const { actors, lettersTold, name, reason, stopping } = ended;
	const sent = {
		...unknown,
		sender: name,
		reason: "ThreadDied"
	};
	letters.add({
		...sent,
		started: true
	}, buried.started);
	letters.add(sent, buried.queued + buried.inHand);
	letters.add({
		...sent,
		reason: "Stopped"
	}, buried.refused);
	letters.add({
		...unknown,
		actor: actors.length === 1 ? actors[0] : void 0,
		thread: name,
		reason: reason._tag
	}, buried.inherited);
	const sender = stopping ? void 0 : name;
	letters.add({
		...unknown,
		sender
	}, buried.counted - lettersTold);
};
// ../../../packages/core/src/internal/supervision/leaving.ts
/**
* A thread that ends because another one of its group has died: it finishes what has started and no more. To those who
* have jobs there it is a death that comes politely: what had not started goes on, in order, in the next thread.
*/
/** How long finalizers of interrupted jobs may take, and how much later a thread that does not yield is ended. */
const FINALIZERS_MILLIS = 500;
const UNRESPONSIVE_MILLIS$1 = 1e3;
/** What its jobs that had started, and were not finished in time, fail with. */
const recycled = (because) => new ThreadDied({
	confirmed: true,
	detail: `restarted together with ${because} of its group`
});
/** On the thread itself: completes when nothing runs any more, or does not heed its interruption. */
const leave = (loop, deadlineMillis) => gen(function* () {
	const actors = Array.from(loop.actors.values());
	const idle = makeUnsafe();
	let left = actors.length;
	const leftOne = () => {
		if (--left === 0) doneUnsafe(idle, void_);
	};
	loop.afterDrain(() => {
		for (const actor of actors) actor.leave(once(leftOne));
		if (actors.length === 0) doneUnsafe(idle, void_);
	});
	const finished = yield* timeoutOption(_await(idle), deadlineMillis);
	if (isNone(finished)) {
		for (const actor of actors) actor.leaveNow();
		yield* timeoutOption(_await(idle), FINALIZERS_MILLIS);
	}
	const sent = callback((resume) => loop.whenSent(() => resume(void_)));
	yield* timeoutOption(sent, FINALIZERS_MILLIS);
});
const once = (call) => {
	let called = false;
	return () => {
		if (called) return;
		called = true;
		call();
	};
};
/** On main: completes when the thread has exited. */
const recycle = (main, handle, because, millis) => suspend(() => {
	handle.recycledWith = because;
	main.loop.flush();
	main.post(handle, {
		_tag: "recycle",
		deadlineMillis: millis
	});
	return _await(handle.exited).pipe(timeoutOption(millis + FINALIZERS_MILLIS * 2 + UNRESPONSIVE_MILLIS$1), flatMap((exited) => {
		if (isSome(exited)) return void_;
		handle.overdue = true;
		return asVoid(terminate(main, handle));
	}));
});
const WAITING = 1 << 24;
const NOTICE = 1 << 25;
const CLOSED = 1 << 26;
const at = (arena, thread) => threadAt(arena.layout, thread) + Thread.bell;
const bitOf = (sender) => 1 << sender % 24;
/**
* Any thread. Sets `bits` and wakes the owner if it sleeps and nobody else has rung since it parked.
* Returns the word before: its CLOSED bit says that what was published will not be taken.
*/
const ring = (arena, thread, bits) => {
	const index = at(arena, thread);
	const before = or(arena.words, index, bits);
	if ((before & -67108865) === 16777216) notifyAll(arena.words, index);
	return before;
};
/** Any thread. True when `before`, as `ring` returned it, meant a wake-up (counted by tests and metrics). */
const woke = (before) => (before & -67108865) === WAITING;
/** Main, after a death: sets NOTICE and wakes unconditionally, since the dead one may have taken the duty to ring. */
const wakeAlways = (arena, thread) => {
	const index = at(arena, thread);
	or(arena.words, index, NOTICE);
	notifyAll(arena.words, index);
};
/** Owner. Takes all bits but CLOSED, which stays. Pairs with `ring`. */
const take = (arena, thread) => and(arena.words, at(arena, thread), CLOSED) & -83886081;
/** Owner. Announces the sleep; false when something was rung meanwhile, and then nothing changed. Pairs with `ring`. */
const park = (arena, thread) => {
	const index = at(arena, thread);
	const closed = load$1(arena.words, index) & CLOSED;
	return compareExchange(arena.words, index, closed, closed | WAITING) === closed;
};
/** Owner, parked. Resolves at the next wake-up; `undefined` when the bell was rung before it could be armed. */
const armed = (arena, thread) => {
	const index = at(arena, thread);
	const closed = load$1(arena.words, index) & CLOSED;
	return waitAsync(arena.words, index, closed | WAITING);
};
/** Owner, on its way to sleep. A look without taking: true when something was rung since `take`. */
const isRung = (arena, thread) => (load$1(arena.words, at(arena, thread)) & -83886081) !== 0;
/**
* Owner, parked, on a thread whose event loop nobody needs meanwhile. Stops the thread until it is rung; false when the
* time is over and it was not.
*/
const sleep = (arena, thread, millis) => {
	const index = at(arena, thread);
	const closed = load$1(arena.words, index) & CLOSED;
	return wait(arena.words, index, closed | 16777216, millis) || isRung(arena, thread);
};
/** Any thread. True when more than `most` threads are awake, or about to be: a guess, since they change meanwhile. */
const isCrowded = (arena, most) => {
	const records = load$1(arena.words, Header.records);
	let awake = 0;
	for (let thread = 0; thread < records; thread++) if (!((load$1(arena.words, at(arena, thread)) & -67108865) === 16777216) && isAlive(arena, thread) && ++awake > most) return true;
	return false;
};
/** Owner. From here on every push learns that it is refused. Never undone for this incarnation. */
const close$1 = (arena, thread) => {
	or(arena.words, at(arena, thread), CLOSED);
};
/** Owner, at its very end: resolves its own armed wait, so that nothing keeps the memory alive. */
const release = (arena, thread) => {
	notifyAll(arena.words, at(arena, thread));
};
/** Any thread. Whether its owner sleeps, or is about to. */
const isWaiting = (arena, thread) => (load$1(arena.words, at(arena, thread)) & WAITING) !== 0;
/** Any thread. A sender that waits looks at this after it announced its wish, so that a close is never missed. */
const isClosed = (arena, thread) => (load$1(arena.words, at(arena, thread)) & CLOSED) !== 0;
// ../../../packages/core/src/internal/system/names.ts
/**
* Which actors exist, as main decides it. Main pushes what has changed to all threads, and all of it to one that starts.
*/
var Names = class {
	actors = /* @__PURE__ */ new Map();
	/** What nobody has been told yet. */
	changed = /* @__PURE__ */ new Set();
	version = 0;
	epoch = 0;
	threads = [];
	/** Takes a name; a reason when it is taken: two layers of one actor need two tags. */
	add(entry) {
		if (this.actors.has(entry.name)) return new InvalidOption({
			option: "the actor's id",
			value: `"${entry.name}", which this actor system serves already`,
			remedy: "give the second one a tag of its own: class Other extends TheActor.as<Other>()(\"app/Other\") {}"
		});
		this.set(entry);
	}
	/** One more thread serves that name; a reason when it cannot be one of those that do. */
	join(joining, member) {
		const { fingerprint, jobs, name, served, whenFull, window } = joining;
		const entry = this.actors.get(name);
		const refused = entry === void 0 ? void 0 : refusal(entry, joining, member);
		if (refused !== void 0) return refused;
		const members = [...entry?.members ?? [], member];
		this.set({
			name,
			served,
			strategy: "roundRobin",
			window,
			whenFull,
			restarts: false,
			jobs,
			joined: fingerprint,
			members
		});
	}
	/** A member has left: the name goes with the last one. False when it was none. */
	leave(name, instance) {
		const entry = this.actors.get(name);
		if (entry?.joined === void 0) return false;
		const members = entry.members.filter((member) => member.instance !== instance);
		if (members.length === entry.members.length) return false;
		if (members.length === 0) this.remove(name);
		else this.set({
			...entry,
			members
		});
		return true;
	}
	/** A thread that is about to end leaves whatever it has joined. False when that was nothing. */
	leaveAll(incarnation) {
		let left = false;
		for (const { joined, members, name } of Array.from(this.actors.values())) {
			const member = joined === void 0 ? void 0 : members.find((each) => each.incarnation === incarnation);
			if (member !== void 0) left = this.leave(name, member.instance) || left;
		}
		return left;
	}
	/** False when there was no such name. */
	remove(name) {
		if (!this.actors.delete(name)) return false;
		this.changed.add(name);
		return true;
	}
	set(entry) {
		this.actors.set(entry.name, entry);
		this.changed.add(entry.name);
	}
	/** Takes away what other threads serve. False when there was nothing. */
	removeServedElsewhere(thread) {
		const before = this.actors.size;
		for (const [name, { members }] of this.actors) if (members.every((member) => member.thread !== thread)) this.remove(name);
		return this.actors.size < before;
	}
	/** A thread has ended: its place waits for another one, or pools go on with the rest. */
	removeMember(incarnation) {
		for (const [name, entry] of this.actors) {
			const dead = entry.members.find((member) => member.incarnation === incarnation);
			if (dead === void 0) continue;
			if (entry.joined !== void 0) this.leave(name, dead.instance);
			else if (entry.restarts) this.setMember(name, {
				...dead,
				state: "restarting"
			});
			else this.giveUp(name, dead.threadName);
		}
	}
	/** Another thread has taken the place of that name. */
	setMember(name, member) {
		const entry = this.actors.get(name);
		if (entry === void 0) return;
		const members = entry.members.map((each) => each.threadName === member.threadName ? member : each);
		this.set({
			...entry,
			members
		});
	}
	/** No thread will take that place again. The last one stays, so that senders learn how it ended. */
	giveUp(name, threadName) {
		const entry = this.actors.get(name);
		if (entry === void 0) return;
		const rest = entry.members.filter((member) => member.threadName !== threadName);
		const members = rest.length > 0 ? rest : entry.members.map((member) => ({
			...member,
			state: "dead"
		}));
		this.set({
			...entry,
			members
		});
	}
	/** What has changed since the last time, for those who knew all up to then. */
	next(epoch, threads) {
		this.version++;
		this.epoch = epoch;
		this.threads = threads;
		const names = Array.from(this.changed);
		this.changed.clear();
		const actors = names.flatMap((name) => this.actors.get(name) ?? []);
		const removed = names.filter((name) => !this.actors.has(name));
		return {
			version: this.version,
			epoch,
			threads,
			whole: false,
			actors,
			removed
		};
	}
	/** All that has been told up to now, for one that knew nothing. */
	get all() {
		const { epoch, threads, version } = this;
		return {
			version,
			epoch,
			threads,
			whole: true,
			actors: Array.from(this.actors.values()),
			removed: []
		};
	}
};
/** Why a thread cannot serve that name beside those that do. */
const refusal = (entry, joining, member) => {
	const { joined, members, name, whenFull, window } = entry;
	const refuse = (value, remedy) => new InvalidOption({
		option: "layerHere",
		value,
		remedy
	});
	if (joined === void 0) return refuse(`of "${name}", which another layer of this actor system serves already`, "use layerHere on all threads that serve it, or give this one a tag of its own: class Other extends TheActor.as<Other>()(\"app/Other\") {}");
	const first = instanceOn(name, members[0].threadName);
	if (joined !== joining.fingerprint) return refuse(`of another version of "${name}" than ${first}: the Rpcs or schemas of the two differ`, "let all threads import one declaration of the actor");
	if (members.some(({ incarnation }) => incarnation === member.incarnation)) return refuse(`of "${name}" twice on thread "${member.threadName}"`, "build it once for each thread");
	if (window !== joining.window || whenFull !== joining.whenFull) return refuse(`of "${name}" with window ${joining.window} and whenFull ${joining.whenFull}, where ${first} has ${window} and ${whenFull}`, "give all threads that serve it the same options");
};
// ../../../packages/core/src/internal/system/parallelism.ts
/**
* How many threads this machine runs at the same time.
*/
const parallelism = () => {
	return globalThis.navigator?.hardwareConcurrency ?? 2;
};
// ../../../packages/core/src/internal/system/sharedBuffers.ts
/**
* Memory that all threads of a system have by a name: made by main when the first of them asks, and there as long as the
* system is. Each thread keeps what it was given.
*/
/** What one buffer may have: the most that Node gives. */
const MOST_BYTES = 2 ** 32;
/** On main: all of them, by name. */
var SharedBuffers = class {
	buffers = /* @__PURE__ */ new Map();
	give(name, bytes) {
		const known = this.buffers.get(name);
		if (known === void 0) return this.make(name, bytes);
		return known.byteLength === bytes ? succeed(known) : fail(otherSize(name, bytes, known));
	}
	make(name, bytes) {
		try {
			const made = new SharedArrayBuffer(bytes);
			this.buffers.set(name, made);
			return succeed(made);
		} catch {
			return fail(invalid("bytes", bytes, "ask for less: the platform has no buffer of that size"));
		}
	}
};
/** On each thread: what it has been given, and how it asks for more. */
var SharedNames = class {
	given = /* @__PURE__ */ new Map();
	ask;
	constructor(ask) {
		this.ask = ask;
	}
	get(name, bytes) {
		return suspend(() => {
			if (typeof name !== "string" || name === "") return fail(invalid("name", name, "give the memory a name: a text that is not empty"));
			if (!Number.isSafeInteger(bytes) || bytes < 1 || bytes > MOST_BYTES) return fail(invalid("bytes", bytes, `use a whole number from 1 to ${MOST_BYTES}`));
			const known = this.given.get(name);
			if (known !== void 0) return known.byteLength === bytes ? succeed(known) : fail(otherSize(name, bytes, known));
			return map$1(this.ask({
				_tag: "shared",
				name,
				bytes
			}), (value) => {
				const buffer = this.given.get(name) ?? value;
				this.given.set(name, buffer);
				return buffer;
			});
		});
	}
};
const otherSize = (name, bytes, known) => new InvalidOption({
	option: "bytes",
	value: `${bytes} for "${name}", which has ${known.byteLength}`,
	remedy: "ask for the same size on every thread, or for another name"
});
// ../../../packages/core/src/internal/thread/slowLimits.ts
const never = {
	byDefault: Number.POSITIVE_INFINITY,
	threads: {},
	actors: {},
	jobs: {}
};
var SlowLimits = class {
	settings;
	/** No job is slow before this. */
	least;
	constructor(settings) {
		this.settings = settings;
		this.least = leastOf(settings);
	}
	set(settings) {
		this.settings = settings;
		this.least = leastOf(settings);
	}
	of(thread, actor, job) {
		const { actors, byDefault, jobs, threads } = this.settings;
		return jobs[`${actor}.${job}`] ?? threads[thread] ?? actors[actor] ?? byDefault;
	}
};
const leastOf = ({ actors, byDefault, jobs, threads }) => Math.min(byDefault, ...[
	threads,
	actors,
	jobs
].flatMap((each) => Object.values(each)));
// ../../../packages/core/src/internal/system/slowLog.ts
/** Lines in one second; the others are counted. */
const MOST_LINES = 100;
const PERIOD_MILLIS = 1e3;
/** Limits that are kept, for reports of threads that did not know the later ones yet. */
const KEPT_LIMITS = 64;
var SlowLog = class {
	context;
	now;
	/** The last of them hold now. */
	limits;
	/** Which change of them that was. */
	version = 0;
	/** By thread: the job that was reported last, and after which job it stood still. */
	reported = /* @__PURE__ */ new Map();
	still = /* @__PURE__ */ new Map();
	lines = 0;
	since = Number.NEGATIVE_INFINITY;
	suppressed = 0;
	/** Writes with the loggers of `context`. */
	constructor(context, now, settings) {
		this.limits = [new SlowLimits(settings)];
		this.context = context;
		this.now = now;
	}
	/** Other limits hold from now on. */
	changed(settings) {
		this.version++;
		this.limits.push(new SlowLimits(settings));
		if (this.limits.length > KEPT_LIMITS) this.limits.shift();
	}
	/** `version`: of the limits that whoever noticed it knew. */
	add(report, version) {
		const { actor, elapsedMillis, job, thread } = report;
		if (this.limits.slice(Math.min(-1, version - this.version - 1)).some((limits) => elapsedMillis < limits.of(thread, actor, job)) || this.isKnown(report)) return;
		const now = this.now();
		if (now - this.since >= PERIOD_MILLIS) this.begin(now);
		if (this.lines >= MOST_LINES) {
			this.suppressed++;
			return;
		}
		this.lines++;
		this.write(inWords(report), {
			thread,
			job: `${actor}.${job}`
		});
	}
	/** A job that blocks its thread may be noticed by several threads, and by its own when it is over. */
	isKnown({ begun, count, how, incarnation }) {
		const seen = how === "still" && count > 1 ? this.still : this.reported;
		if (seen.get(incarnation) === begun) return true;
		seen.set(incarnation, begun);
		return false;
	}
	begin(now) {
		this.end();
		this.since = now;
		this.lines = 0;
	}
	/** Nothing of this thread comes any more. */
	forget(incarnation) {
		this.reported.delete(incarnation);
		this.still.delete(incarnation);
	}
	/** Says what had no line of its own. */
	end() {
		if (this.suppressed === 0) return;
		const text = `${this.suppressed} more slow jobs within a second had no line of their own`;
		this.suppressed = 0;
		this.write(text, {});
	}
	write(text, annotations) {
		runForkWith(this.context)(annotateLogs(logWarning(text), annotations));
	}
};
const inWords = ({ actor, count, elapsedMillis, how, thread, ...report }) => {
	const job = `${actor}.${report.job}`;
	const millis = `${Math.round(elapsedMillis)} ms`;
	switch (how) {
		case "runs": return `slow job: ${job} on thread "${thread}" runs for ${millis} so far`;
		case "blocks": return `slow job: ${job} blocks thread "${thread}" for ${millis} so far`;
		case "ended": return `slow job: ${job} on thread "${thread}" took ${millis}`;
		case "still": return `thread "${thread}" has not come to its event loop for ${millis}: one of ${count} jobs that are under way there blocks it, the latest of them ${job}`;
	}
};
// ../../../packages/core/src/internal/system/slow.ts
/**
* From when on jobs count as slow, as layers, job types and the running program say; told to every thread. Runs on main.
*/
var Slow = class {
	main;
	log;
	limits;
	settings;
	/** How often they have changed. */
	version = 0;
	/** By actor: the layer that has the name. */
	layers = /* @__PURE__ */ new Map();
	constructor(main) {
		const { context, eventLoop, slowAfterMillis } = main.options;
		this.main = main;
		this.settings = {
			byDefault: slowAfterMillis,
			threads: {},
			actors: {},
			jobs: {}
		};
		this.limits = new SlowLimits(this.settings);
		this.log = new SlowLog(context, eventLoop?.now ?? (() => performance.now()), this.settings);
	}
	/** An actor is there, from now on. */
	add(options) {
		const { actor, jobs, millis } = options;
		this.layers.set(actor, options);
		const named = Object.entries(jobs).map(([job, value]) => [`${actor}.${job}`, value]);
		if (millis === void 0 && named.length === 0) return;
		this.change({
			...this.settings,
			actors: millis === void 0 ? this.settings.actors : {
				...this.settings.actors,
				[actor]: millis
			},
			jobs: {
				...this.settings.jobs,
				...Object.fromEntries(named)
			}
		});
	}
	/**
	* Its threads have ended, and what was said about it does not hold any more. Until then it holds for jobs that are
	* finished while the layer closes. Nothing is taken from another layer that has the name by now.
	*/
	remove(options) {
		const { actor } = options;
		if (this.layers.get(actor) !== options) return;
		this.layers.delete(actor);
		const { actors, jobs } = this.settings;
		const left = Object.entries(jobs).filter(([job]) => !job.startsWith(`${actor}.`));
		if (!(actor in actors) && left.length === Object.keys(jobs).length) return;
		const { [actor]: _, ...others } = actors;
		this.change({
			...this.settings,
			actors: others,
			jobs: Object.fromEntries(left)
		});
	}
	/** The last thread that served it beside others has left. */
	left(actor) {
		const options = this.layers.get(actor);
		if (options?.joined === true) this.remove(options);
	}
	/** While the system runs: what is said last of the same thing holds. */
	set(kind, name, millis) {
		this.change({
			...this.settings,
			[kind]: {
				...this.settings[kind],
				[name]: millis
			}
		});
	}
	change(settings) {
		this.settings = settings;
		this.version++;
		this.limits.set(settings);
		this.log.changed(settings);
		this.main.loop.slow.rearm();
		for (const handle of this.main.threads) this.main.post(handle, this.news);
	}
	/** What every thread is to know of it. */
	get news() {
		return {
			_tag: "slowAfter",
			settings: this.settings,
			version: this.version
		};
	}
};
// ../../../packages/core/src/internal/system/portBroker.ts
/**
* Main makes the channels by which two threads move buffers (thread/moves.ts): one for each pair of incarnations, when one
* of them first asks. Each end goes to its thread over the control channel; a thread posts to the other when main has said
* that the other has its end.
*/
var PortBroker = class {
	main;
	/** The incarnations that each thread has a channel to. */
	pairs = /* @__PURE__ */ new Map();
	constructor(main) {
		this.main = main;
	}
	/** Main itself wants to move something there. */
	wantFromMain(thread, incarnation) {
		const handle = this.living(thread, incarnation);
		if (handle !== void 0) this.connectMain(handle);
	}
	/** A thread does. One that is not there any more is not answered: the asker hears of that death. */
	connect(handle, thread, incarnation) {
		const { loop } = this.main;
		if (thread === loop.thread) return this.connectMain(handle);
		const other = this.living(thread, incarnation);
		const { spawner } = this.main.options;
		if (other === void 0 || spawner === void 0 || !this.isNew(handle.incarnation, other.incarnation)) return;
		const [one, two] = spawner.channel();
		this.give(handle, other, one, false);
		this.give(other, handle, two, false);
	}
	/** That thread has its end: the other one may post. */
	has(handle, thread, incarnation) {
		const { loop } = this.main;
		if (thread === loop.thread) {
			opened(loop.mesh.peer(handle.thread));
			return loop.lookAgain();
		}
		const other = this.living(thread, incarnation);
		if (other === void 0) return;
		this.main.post(other, {
			_tag: "portOpen",
			thread: handle.thread,
			incarnation: handle.incarnation
		});
	}
	/** It has exited. */
	forget(incarnation) {
		this.pairs.delete(incarnation);
		for (const others of this.pairs.values()) others.delete(incarnation);
	}
	connectMain(handle) {
		const { loop, options } = this.main;
		if (options.spawner === void 0 || !this.isNew(handle.incarnation, 0)) return;
		const [own, end] = options.spawner.channel();
		attach$1(loop.mesh.peer(handle.thread), options.spawner.openEnd(own), false);
		const incarnation = loop.mesh.peer(loop.thread).incarnation;
		handle.spawned.port.post({
			_tag: "port",
			thread: loop.thread,
			incarnation,
			end,
			open: true
		}, [end]);
	}
	give(handle, other, end, open) {
		const { incarnation, thread } = other;
		handle.spawned.port.post({
			_tag: "port",
			thread,
			incarnation,
			end,
			open
		}, [end]);
	}
	living(thread, incarnation) {
		return this.main.threads.find((handle) => handle.thread === thread && handle.incarnation === incarnation);
	}
	/** Notes that the two have a channel; false when they had one. */
	isNew(one, other) {
		const [low, high] = one < other ? [one, other] : [other, one];
		let others = this.pairs.get(low);
		if (others?.has(high) === true) return false;
		if (others === void 0) this.pairs.set(low, others = /* @__PURE__ */ new Set());
		others.add(high);
		return true;
	}
};
// ../../../packages/core/src/internal/thread/tellAccount.ts
var TellAccount = class {
	arena;
	thread;
	/** Nobody will handle them. */
	deadLetters = 0;
	/** Its own, waiting for a thread to come again: this thread alone answers for them. */
	inHand = 0;
	/** Of dead senders, likewise. */
	inherited = 0;
	constructor(arena, thread) {
		this.arena = arena;
		this.thread = thread;
	}
	deadLetter() {
		store(this.arena, this.thread, Thread.deadLetters, ++this.deadLetters);
	}
	/** One of its own whose word is about to go. */
	take() {
		store(this.arena, this.thread, Thread.inHand, ++this.inHand);
	}
	/** It has ended, or has a word again. */
	letGo() {
		store(this.arena, this.thread, Thread.inHand, --this.inHand);
	}
	/** One of a dead sender, whose word is about to go. */
	inherit() {
		store(this.arena, this.thread, Thread.inherited, ++this.inherited);
	}
	/** It has ended. */
	disinherit() {
		store(this.arena, this.thread, Thread.inherited, --this.inherited);
	}
};
/** Main, before a dead thread's record is cleared: what it answered for is lost, and counted. */
const bury = (arena, dead) => {
	const buried = {
		...lostTells(arena, dead),
		counted: load(arena, dead, Thread.deadLetters),
		inHand: load(arena, dead, Thread.inHand),
		inherited: load(arena, dead, Thread.inherited)
	};
	const { counted, inHand, inherited, queued, refused, started } = buried;
	const all = counted + inHand + inherited + queued + refused + started;
	store$1(arena.words, Header.deadLetters, load$1(arena.words, Header.deadLetters) + all);
	return buried;
};
/** Any thread. Dead letters of the whole system; those of a thread that has just died are added when it is swept. */
const deadLetters = (arena) => {
	let count = load$1(arena.words, Header.deadLetters);
	for (let thread = 0; thread < arena.layout.maxThreads; thread++) count += load(arena, thread, Thread.deadLetters);
	return count;
};
// ../../../packages/core/src/internal/system/sweeper.ts
/**
* Gives back the memory of the dead, once every living thread has acknowledged: the last step of a death. Main only.
* Nothing but this memory waits for a slow acknowledgement; settling and starting anew do not.
*/
var Sweeper = class {
	arena;
	mesh;
	unswept = [];
	waiting = /* @__PURE__ */ new Set();
	buried;
	/** `buried` is told what tells a dead thread has taken with it, before its record is free. */
	constructor(mesh, buried = () => {}) {
		this.arena = mesh.arena;
		this.mesh = mesh;
		this.buried = buried;
	}
	/** After a confirmed exit: raises the death epoch and wakes every other thread, whatever its bell says. */
	announce(thread) {
		const epoch = markDead(this.arena, thread);
		this.unswept.push({
			thread,
			epoch
		});
		for (let other = 0; other < this.arena.layout.maxThreads; other++) if (other !== this.mesh.thread && isAlive(this.arena, other)) wakeAlways(this.arena, other);
	}
	/** Sweeps those whose death everybody has acknowledged, in the order in which they died. */
	sweep() {
		while (this.unswept.length > 0) {
			const { epoch, thread } = this.unswept[0];
			if (!this.isAcknowledged(epoch)) return;
			this.unswept.shift();
			this.sweepThread(thread);
			for (const check of Array.from(this.waiting)) check();
		}
	}
	isAcknowledged(epoch) {
		for (let thread = 0; thread < this.arena.layout.maxThreads; thread++) {
			if (!isAlive(this.arena, thread)) continue;
			if (load(this.arena, thread, Thread.ackedEpoch) < epoch) return false;
		}
		return true;
	}
	sweepThread(dead) {
		const { layout } = this.arena;
		const { pool } = this.mesh;
		pool.freeLanes((lane) => producerOfLane(layout, lane) === dead, dead);
		pool.recount();
		pool.wakeStarving(this.mesh.onWake);
		for (let other = 0; other < layout.maxThreads; other++) {
			if (other !== dead && isAlive(this.arena, other)) continue;
			for (const kind of [Lane.mail, Lane.express]) {
				clearLane(this.arena, laneNumber(layout, dead, other, kind));
				clearLane(this.arena, laneNumber(layout, other, dead, kind));
			}
		}
		this.buried(dead, bury(this.arena, dead));
		clear(this.arena, dead);
	}
	/** A thread whose record waits to be swept: the one that is next. */
	get next() {
		return this.unswept[0]?.thread;
	}
	/** Completes when the thread's record may be used again. */
	awaitSwept(thread) {
		return callback((resume) => {
			const check = () => {
				if (this.unswept.some((each) => each.thread === thread)) return;
				this.waiting.delete(check);
				resume(void_);
			};
			this.waiting.add(check);
			check();
			return sync(() => {
				this.waiting.delete(check);
			});
		});
	}
};
// ../../../packages/core/src/internal/thread/burstClock.ts
var BurstClock = class {
	millis = 0;
	eventLoop;
	constructor(eventLoop) {
		this.eventLoop = eventLoop;
	}
	/** Milliseconds since 1970. */
	now() {
		if (this.millis === 0) {
			this.millis = this.eventLoop.millis();
			this.eventLoop.microtask(this.reset);
		}
		return this.millis;
	}
	reset = () => {
		this.millis = 0;
	};
};
// ../../../packages/core/src/internal/thread/busyTime.ts
var BusyTime = class {
	arena;
	thread;
	eventLoop;
	fibers = 0;
	since = 0;
	millis = 0;
	constructor(arena, thread, eventLoop) {
		this.arena = arena;
		this.thread = thread;
		this.eventLoop = eventLoop;
	}
	drainBegan(now) {
		if (this.fibers === 0) this.since = now;
	}
	drainEnded() {
		if (this.fibers === 0) this.add();
	}
	/** Within a drain: it stood by for so long. */
	idled(millis) {
		if (this.fibers === 0) this.since += millis;
	}
	/** Handlers are under way that wait for something. */
	get hasFibers() {
		return this.fibers > 0;
	}
	fiberBegan(draining) {
		if (this.fibers++ === 0 && !draining) this.since = this.eventLoop.now();
	}
	fiberEnded(draining) {
		if (--this.fibers === 0 && !draining) this.add();
	}
	add() {
		this.millis += this.eventLoop.now() - this.since;
		store(this.arena, this.thread, Thread.busyMillis, Math.round(this.millis));
	}
};
// ../../../packages/core/src/internal/thread/inheritance.ts
/** Records of others that are passed over in one step. */
const STEP_OTHERS = 64;
var Inheritance = class {
	loop;
	peer;
	actors;
	/** The actor whose jobs are looked at, and how far. */
	actor = 0;
	at = 0;
	waiting = void 0;
	running = void 0;
	constructor(loop, peer) {
		this.loop = loop;
		this.peer = peer;
		this.actors = Array.from(loop.actors.values());
	}
	/** Does one job. False when all is done. */
	step() {
		const actor = this.actors[this.actor];
		if (actor === void 0) return this.readOne();
		this.waiting ??= actor.backlog.all();
		if (this.at < this.waiting.length) {
			for (let i = 0; i < STEP_OTHERS && this.at < this.waiting.length; i++) {
				const record = this.waiting[this.at++];
				if (record.peer !== this.peer) continue;
				inherit(actor, record);
				break;
			}
			return true;
		}
		this.running ??= Array.from(actor.jobs.underWay.values());
		const job = this.running[this.at - this.waiting.length];
		this.at++;
		if (job !== void 0) {
			if (job.peer === this.peer) inheritRunning(actor, job);
			return true;
		}
		this.actor++;
		this.at = 0;
		this.waiting = void 0;
		this.running = void 0;
		return true;
	}
	/** The next record of its mail lane. False at the end. */
	readOne() {
		const { loop, peer } = this;
		const at = peer.mailIn.next();
		if (at < 0) return false;
		pass(loop.mesh, peer, at);
		const { words } = loop.arena;
		if ((loop.takesMail ? loop.actors.get(words[at + Field.instance]) : void 0)?.onOrphan(peer, at) !== true) free(loop.mesh, peer, words, at);
		peer.mailIn.advance();
		return true;
	}
	/** Its mail lane, to the end: this thread is about to read no more mail. */
	readAll() {
		while (this.readOne());
	}
};
/** A record that waits: an ask is dropped, a tell is answered for by this thread from now on. */
const inherit = (actor, record) => {
	if (!actor.backlog.has(record) || adopt$1(actor.owner, record)) return;
	actor.drop(record);
	actor.checkIdle();
};
/** A job that runs: nobody waits for an ask's reply any more. */
const inheritRunning = ({ jobs, owner }, job) => {
	if (jobs.underWay.get(keyOf(job.peer, job.id)) !== job) return;
	if (job.isAsk) interrupt(job);
	else if (!job.orphan) {
		owner.account.inherit();
		consumed(owner.mesh.arena, job.peer.thread, job.id, job.generation, Phase.taken);
		job.orphan = true;
	}
};
/** One thread that leaves, as far as another one has come with that. */
var Departure = class {
	peer;
	/** Of its death; `undefined` while its exit has not been seen. */
	epoch;
	/** What waits until all of it is done. */
	after = [];
	loop;
	letGo;
	settlement;
	inheritance;
	drained = false;
	settled = false;
	/** At once: nothing is sent there any more, and its names have other places, or none. */
	constructor(loop, peer, reason, epoch) {
		this.loop = loop;
		this.peer = peer;
		this.epoch = epoch;
		this.letGo = loop.hold();
		if (epoch !== void 0) peer.exited = true;
		this.settlement = new Settlement(loop.outbox, peer, reason, epoch !== void 0);
		this.inheritance = epoch === void 0 ? void 0 : new Inheritance(loop, peer);
	}
	/** Does one job. False when all is done. */
	step() {
		if (!this.drained) this.drained = !this.loop.drainExpress(this.peer, 1);
		else if (!this.settled) this.settled = !this.settlement.step();
		else return this.inheritance?.step() === true;
		return true;
	}
	/** Tells those whose jobs were settled since the last time. */
	tell() {
		this.settlement.tell();
	}
	/** This thread is about to read no more mail: that of the dead is read to its end, as everybody's. */
	readMail() {
		this.inheritance?.readAll();
	}
	/** All is settled: what the two shared is let go. */
	end() {
		const { loop, peer } = this;
		this.letGo();
		if (this.epoch === void 0) return;
		const { arena, mesh, thread } = loop;
		peer.dead = true;
		const mail = laneNumber(arena.layout, thread, peer.thread, Lane.mail);
		const express = laneNumber(arena.layout, thread, peer.thread, Lane.express);
		mesh.pool.freeLanes((lane) => lane === mail || lane === express);
		mesh.pool.wakeStarving(mesh.onWake);
		for (const lane of [mail, express]) clearLane(arena, lane);
		for (const kind of [Lane.mail, Lane.express]) clearLane(arena, laneNumber(arena.layout, peer.thread, thread, kind));
		mesh.forget(peer);
		loop.forgetFinished(peer);
	}
};
/** The departures that one thread deals with, in order. */
var Deaths = class {
	loop;
	reasonOf;
	acknowledged;
	sliceJobs;
	line = [];
	/** Deaths up to here have begun to be dealt with; how many of them are done stands in this thread's record. */
	begun;
	slicing = false;
	/** Something of theirs was settled, and those who sent it do not know yet. */
	untold = /* @__PURE__ */ new Set();
	constructor(loop, reasonOf, acknowledged, sliceJobs) {
		this.loop = loop;
		this.reasonOf = reasonOf;
		this.acknowledged = acknowledged;
		this.sliceJobs = sliceJobs;
		this.begun = load(loop.arena, loop.thread, Thread.ackedEpoch);
	}
	/** Something is left to do. */
	get pending() {
		return this.line.length > 0 || this.untold.size > 0;
	}
	/** Looks at the death epoch and begins what is new, all of it at once. False when nothing was. */
	begin() {
		const { arena, mesh, thread } = this.loop;
		const epoch = deathEpoch(arena);
		if (epoch === this.begun) return false;
		const died = [];
		for (let other = 0; other < arena.layout.maxThreads; other++) {
			const at = load(arena, other, Thread.diedAtEpoch);
			if (at > this.begun && at <= epoch && other !== thread) died.push({
				thread: other,
				epoch: at
			});
		}
		this.begun = epoch;
		for (const each of died.sort((a, b) => a.epoch - b.epoch)) {
			const reason = this.reasonOf(each.thread);
			this.line.push(new Departure(this.loop, mesh.peer(each.thread), reason, each.epoch));
		}
		if (this.line.length === 0) this.acknowledge(epoch);
		return true;
	}
	/** A death may be new. True when one was: a slice of it is done, now or in the drain that is under way. */
	notice() {
		if (!this.begin()) return false;
		this.goOn();
		return true;
	}
	/**
	* All that waits here is looked at in the drain that this is part of, or that follows: the dead one may have taken the
	* duty to ring, and ids and memory come home.
	*/
	goOn() {
		if (!this.loop.draining) this.loop.exclusively(() => this.slice());
	}
	/** What main has told of the threads there are. */
	loseAll(threads) {
		for (const { incarnation, lost, thread } of threads) if (lost !== void 0) this.lose(thread, incarnation, new ThreadDied({
			confirmed: false,
			detail: lost
		}));
	}
	/** A thread was told to end and does not: what it was sent is settled as far as that can be without its exit. */
	lose(thread, incarnation, reason) {
		const peer = this.loop.mesh.known(thread);
		if (peer === void 0 || peer.incarnation !== incarnation || peer.lost || peer.exited) return;
		peer.lost = true;
		this.line.push(new Departure(this.loop, peer, reason, void 0));
		this.goOn();
	}
	/** Deals with some of what is left. The rest is for a later turn of the event loop. */
	slice(jobs = this.sliceJobs) {
		if (this.slicing) return;
		this.slicing = true;
		try {
			this.dealWith(jobs);
		} finally {
			this.slicing = false;
		}
	}
	dealWith(jobs) {
		const { untold } = this;
		for (let left = jobs; left > 0;) {
			const departure = this.line[0];
			if (departure === void 0) break;
			untold.add(departure);
			if (departure.step()) {
				left--;
				continue;
			}
			departure.end();
			this.line.shift();
			if (departure.epoch !== void 0) this.acknowledge(departure.epoch);
			for (const then of departure.after) this.loop.afterDrain(then);
		}
		for (const departure of untold) {
			untold.delete(departure);
			departure.tell();
		}
	}
	acknowledge(epoch) {
		store(this.loop.arena, this.loop.thread, Thread.ackedEpoch, epoch);
		this.acknowledged();
	}
	/**
	* Calls back when all that is known to leave has left: now, or after the last slice. What main tells of presupposes
	* all deaths that it knew.
	*/
	after(then) {
		this.notice();
		const last = this.line.at(-1);
		if (last === void 0) then();
		else last.after.push(then);
	}
	/** Reads what the dead have sent to this thread. */
	readMail() {
		for (const departure of this.line) departure.readMail();
	}
	/** The loop ends: what is left is dealt with now, and what this thread has sent to itself ends with it. */
	finish() {
		this.slice(Number.POSITIVE_INFINITY);
		const { loop } = this;
		const own = loop.mesh.known(loop.thread);
		if (own === void 0) return;
		while (loop.drainExpress(own, 256));
		own.exited = true;
		own.dead = true;
		const settlement = new Settlement(loop.outbox, own, new Stopped({}), true);
		while (settlement.step());
		settlement.tell();
	}
};
// ../../../packages/core/src/internal/thread/eventLoop.ts
/**
* The event loop and the clocks of a thread, as far as the data plane uses them itself: everything else goes through the
* Effect runtime's scheduler and clock. The globals, unless whoever starts a thread brings others (simulated threads do).
*/
/** Looked up at every call: whoever replaces a global is heard. */
const globals = {
	immediate: (task) => {
		setImmediate(task);
	},
	microtask: (task) => queueMicrotask(task),
	now: () => performance.now(),
	millis: () => Date.now(),
	every: (task, millis) => {
		const timer = setInterval(task, millis);
		if (hasProperty(timer, "unref") && typeof timer.unref === "function") timer.unref();
		return () => clearInterval(timer);
	}
};
// ../../../packages/core/src/internal/thread/intake.ts
/** Records taken from one lane before the next one has its turn. */
const STEP_RECORDS = 256;
var Intake = class {
	owner;
	dirty = [];
	ready = /* @__PURE__ */ new Set();
	/** The last mail was read. */
	mailClosed = false;
	/** Mail goes to the backlogs: it is read to its end in one go, and its handlers are not run in that. */
	onlyQueue = false;
	constructor(owner) {
		this.owner = owner;
	}
	get isEmpty() {
		return this.dirty.length === 0 && this.ready.size === 0;
	}
	/** These bits were taken from the bell. */
	rung(bits) {
		const { arena, mesh } = this.owner;
		const { maxThreads } = arena.layout;
		for (let rest = bits & (1 << 24) - 1; rest !== 0; rest &= rest - 1) {
			const bit = 31 - Math.clz32(rest & -rest);
			for (let thread = bit; thread < maxThreads; thread += 24) if (isAlive(arena, thread)) this.markDirty(mesh.peer(thread));
		}
	}
	markDirty(peer) {
		if (peer.dirty) return;
		peer.dirty = true;
		this.dirty.push(peer);
	}
	markReady(actor) {
		this.ready.add(actor);
	}
	/** One round over everything that is ready: replies first, then mail, then backlogs. */
	step() {
		const round = this.dirty.splice(0, this.dirty.length).filter((peer) => !peer.exited);
		for (const peer of round) peer.dirty = false;
		const more = [];
		for (const peer of round) if (this.drainExpress(peer, STEP_RECORDS)) more.push(peer);
		if (this.owner.actors.size > 0 && round.length > 0) this.owner.jobsBegin();
		for (const peer of round) if (!this.mailClosed && this.drainMail(peer, STEP_RECORDS)) more.push(peer);
		for (const peer of more) if (!peer.exited) this.markDirty(peer);
		for (const actor of Array.from(this.ready)) {
			this.ready.delete(actor);
			for (let i = 0; i < STEP_RECORDS && actor.startNext(); i++) if (this.isTimeToLook(i)) break;
			if (actor.hasReady) this.ready.add(actor);
		}
	}
	/** True when there is more than `limit`. */
	drainExpress(peer, limit) {
		const { arena, onReply } = this.owner;
		const { words } = arena;
		for (let i = 0; i < limit; i++) {
			const at = peer.expressIn.next();
			if (at < 0) {
				if (i > 0) peer.expressIn.commit();
				return false;
			}
			const kind = kindOf(words[at + Field.head]);
			if (kind < Kind.cancel) onReply(peer, at);
			else if (kind === Kind.chunk) this.owner.onChunk(peer, at);
			else this.onWord(peer, at, kind);
			peer.expressIn.advance();
		}
		peer.expressIn.commit();
		return true;
	}
	/** The sender of a job that runs here wants no more of it, or more. What has ended meanwhile does not care. */
	onWord(peer, at, kind) {
		const { actors, arena } = this.owner;
		const id = arena.words[at + Field.job];
		const generation = arena.words[at + Field.generation];
		if (kind === Kind.chain) return this.onChain(peer, at, id, generation);
		for (const { jobs } of actors.values()) if (kind === Kind.cancel ? jobs.cancel(peer, id, generation) : jobs.more(peer, id, generation, arena.words[at + 6])) break;
	}
	/** Who waits for a job that runs here, or will: what has ended meanwhile does not care. */
	onChain(peer, at, id, generation) {
		const { actors, arena, mesh } = this.owner;
		const chain = decodeChain(arena, at);
		if (isSpilled(arena.words[at + Field.head])) mesh.freeReply(at);
		for (const { jobs } of actors.values()) if (jobs.awaited(peer, id, generation, chain)) return;
		if (peer.exited || !isUnpassed(arena, peer.thread, id, generation)) return;
		keep(peer, id, generation, chain);
		this.owner.jobsBegin();
		for (const actor of Array.from(actors.values())) actor.letIn(peer, id, generation);
	}
	/** Handlers run in here: after every few of them the time is looked at. */
	isTimeToLook(index) {
		return (index & 7) === 7 && this.owner.isOverTime();
	}
	/** True when there is more than `limit`, or than there was time for. */
	drainMail(peer, limit) {
		for (let i = 0; i < limit; i++) {
			const at = peer.mailIn.next();
			if (at < 0) {
				if (i > 0) peer.mailIn.commit();
				return false;
			}
			this.onMail(peer, at);
			peer.mailIn.advance();
			if (this.isTimeToLook(i)) break;
		}
		peer.mailIn.commit();
		return true;
	}
	onMail(peer, at) {
		const { actors, arena, finished, mesh } = this.owner;
		pass(mesh, peer, at);
		const actor = actors.get(arena.words[at + Field.instance]);
		if (actor !== void 0) return actor.onMail(peer, at, this.onlyQueue);
		refuseRecord(mesh, peer, arena.words, at);
		finished(peer);
	}
	/** Reads every express lane to its end. */
	readExpress() {
		const { mesh } = this.owner;
		for (const thread of mesh.knownThreads()) {
			const peer = mesh.peer(thread);
			while (!peer.exited && this.drainExpress(peer, STEP_RECORDS));
		}
	}
	/** Reads every mail lane to its end: what was sent before is with its actor then. */
	readMail(read) {
		const { arena, mesh } = this.owner;
		this.onlyQueue = true;
		for (let thread = 0; thread < arena.layout.maxThreads; thread++) {
			if (!isAlive(arena, thread)) continue;
			const peer = mesh.peer(thread);
			while (this.drainMail(peer, STEP_RECORDS));
			read(peer);
		}
		this.onlyQueue = false;
	}
};
// ../../../packages/core/src/internal/thread/linger.ts
/** Work that comes in at longer intervals is not waited for. */
const QUICK_MILLIS = .2;
/** How long a thread looks at its bell without giving way to anybody. */
const SPIN_MILLIS = .005;
/** So long between two looks that have nothing in between: another process, or another program on this loop. */
const TAKEN_MILLIS = .1;
/** How long a thread then looks out no more. Fixed: what is learnt from it is forgotten by then. */
const CONTENDED_MILLIS = 20;
/** Looks between two at the clock. */
const SPIN_LOOKS = 16;
/** How long main looks at its bell between turns of its event loop. */
const POLL_MILLIS = .03;
/** What to do when a drain has nothing more to do. */
const Next = {
	/** Sleep, until it is rung. */
	park: 0,
	/** Something was rung: drain again. */
	again: 1,
	/** Come back in a turn of the event loop. */
	turn: 2,
	/** Stop the thread until it is rung, for `SLEEP_MILLIS` at most. */
	stop: 3
};
var Linger = class {
	arena;
	thread;
	now;
	stoodBy;
	isLoopWanted;
	isFixed;
	pollMillis;
	most;
	hits = 0;
	millis = 0;
	/** When the last records came, and whether they came soon after those before. */
	cameAt = Number.NEGATIVE_INFINITY;
	isQuick = false;
	/** Until then somebody else wants the processors too. */
	contendedUntil = 0;
	lookedAt = 0;
	/** The event loop has had a turn since. */
	hadTurn = false;
	/** Since when it stays, if it does. */
	since = 0;
	/** `stoodBy` hears of time that it has spent in a drain. */
	constructor(arena, thread, now, stoodBy, options) {
		const { option } = options;
		this.stoodBy = stoodBy;
		this.arena = arena;
		this.thread = thread;
		this.now = now;
		this.isLoopWanted = options.isLoopWanted;
		this.isFixed = typeof option === "number";
		this.pollMillis = typeof option === "number" ? option : options.isLoopWanted === void 0 ? POLL_MILLIS : 0;
		this.most = this.isFixed ? Number.POSITIVE_INFINITY : options.parallelism;
	}
	/** Jobs come quickly: what comes of it is to be asked. */
	get mayStay() {
		return this.isQuick || this.since !== 0;
	}
	/** Records came. */
	came(now) {
		this.isQuick = this.isFixed || now - this.cameAt < QUICK_MILLIS;
		this.cameAt = now;
		this.hadTurn = false;
		if (this.since === 0) return;
		store(this.arena, this.thread, Thread.lingerHits, ++this.hits);
		this.stayed(now);
	}
	/**
	* A drain left nothing to do. `isAwaiting`: replies are to come. `isBusy`: handlers are under way, which may go on when
	* the event loop has its turn.
	*/
	next(isAwaiting, isBusy) {
		const next = this.isQuick ? this.choose(isAwaiting, isBusy) : Next.park;
		if (next === Next.park) {
			this.isQuick = false;
			if (this.since !== 0) this.stayed(this.now());
		} else if (this.since === 0) this.since = this.cameAt;
		return next;
	}
	choose(isAwaiting, isBusy) {
		const mayStop = this.isLoopWanted !== void 0;
		if (!mayStop && !isAwaiting) return Next.park;
		const now = this.now();
		const isCrowded = this.isCrowded(now);
		if (!isCrowded && now < this.cameAt + this.pollMillis) {
			this.lookedAt = now;
			return Next.turn;
		}
		if (!mayStop || this.isFixed) return Next.park;
		if (this.hadTurn) return this.isLoopWanted() ? Next.park : Next.stop;
		if (!isCrowded && !isBusy && this.spins()) return Next.again;
		this.hadTurn = true;
		return Next.turn;
	}
	/** Looking out would take a processor from somebody. */
	isCrowded(now) {
		return now < this.contendedUntil || isCrowded(this.arena, this.most);
	}
	/** Two looks at the clock with next to nothing in between: too far apart, somebody else had the processor, or the loop. */
	lookedAgain(before, now) {
		if (now - before > TAKEN_MILLIS && !this.isFixed) this.contendedUntil = now + CONTENDED_MILLIS;
	}
	/** In a turn to look at the bell again: true when there is nothing to see, and it goes on looking. */
	polls(isAwaiting) {
		if (!isAwaiting && this.isLoopWanted === void 0 || isRung(this.arena, this.thread)) return false;
		const now = this.now();
		this.lookedAgain(this.lookedAt, now);
		this.lookedAt = now;
		return now < this.cameAt + this.pollMillis && !this.isCrowded(now);
	}
	/** True when it was rung meanwhile. */
	spins() {
		const began = this.now();
		let rung = false;
		let now = began;
		do {
			for (let looks = 0; looks < SPIN_LOOKS && !rung; looks++) rung = isRung(this.arena, this.thread);
			const before = now;
			now = this.now();
			this.lookedAgain(before, now);
		} while (!rung && now < began + SPIN_MILLIS);
		this.stoodBy(now - began);
		return rung;
	}
	/** It was stopped for nothing: from now on it sleeps until it is rung. */
	stoppedInVain() {
		this.isQuick = false;
	}
	/** It stays no longer. */
	stayed(now) {
		this.millis += now - this.since;
		this.since = 0;
		store(this.arena, this.thread, Thread.lingerMillis, Math.round(this.millis));
	}
};
// ../../../packages/core/src/internal/thread/loopHold.ts
var LoopHold = class {
	keepAlive;
	awaitsJobs;
	letGo;
	held = false;
	released = false;
	/** Starts and stops that are under way. */
	others = 0;
	/** `letGo` is called when the last reason has gone: the loop is to park again, and look at those held up. */
	constructor(keepAlive, awaitsJobs, letGo) {
		this.keepAlive = keepAlive;
		this.awaitsJobs = awaitsJobs;
		this.letGo = letGo;
	}
	get isNeeded() {
		return this.others > 0 || this.awaitsJobs();
	}
	/** After something may have changed. */
	check() {
		if (this.held === this.isNeeded || this.released) return;
		if (this.held) return this.letGo();
		this.held = true;
		this.keepAlive.ref();
	}
	/** Holds until the returned function is called. */
	take() {
		this.others++;
		this.check();
		let taken = true;
		return () => {
			if (!taken) return;
			taken = false;
			this.others--;
			this.letGo();
		};
	}
	/** The loop parks. */
	parked() {
		if (this.held && !this.isNeeded) this.drop();
	}
	/** The loop ends. */
	release() {
		this.released = true;
		if (this.held) this.drop();
	}
	drop() {
		this.held = false;
		this.keepAlive.unref();
	}
};
// ../../../packages/core/src/internal/message.ts
/**
* Puts the message that was packed last where it is to be read: into a record or a block of the sender's own lane, or into
* memory of its own where it has to wait. Data that travels beside it is copied straight from where its sender has it.
*/
/**
* Writes the message that was packed last, of that length. `words` is the memory of the target, whose records are of whole
* words.
*/
const writeMessage = (bytes, target, at, words) => {
	if (bytes === 0) return;
	if (scratch.bytes === smallBytes) {
		if (words !== void 0 && bytes <= MOST_WORD_BYTES && (at & 3) === 0) return copyWords(bytes, words, at >> 2);
		return copy(smallBytes, bytes, target, at);
	}
	if (outgoing.isWhole) return copy(scratch.bytes, bytes, target, at);
	const { data, headBytes } = outgoing;
	target[at] = 193;
	for (let i = 1; i < 4; i++) target[at + i] = 0;
	for (let i = 0; i < 4; i++) target[at + 4 + i] = headBytes >>> 8 * i;
	copy(scratch.bytes, headBytes, target, at + 8);
	let next = at + 8 + pad8$1(headBytes);
	for (const bytes of data) {
		target.set(bytes, next);
		next += pad8$1(bytes.byteLength);
	}
};
/** The message that was packed last as bytes of its own, for one that has to wait. */
const keptMessage = (bytes) => {
	const kept = new Uint8Array(bytes);
	writeMessage(bytes, kept, 0);
	return kept;
};
const MOST_WORD_BYTES = 256;
/** A small message, whole words of it, four bytes at a time. */
const copyWords = (bytes, words, at) => {
	const count = bytes + 3 >> 2;
	for (let i = 0; i < count; i++) words[at + i] = smallWords[i];
};
/** A loop beats `set(subarray)` for the small payloads that most jobs have: no object, no call into the engine. */
const copy = (from, bytes, to, at) => {
	if (bytes <= 64) for (let i = 0; i < bytes; i++) to[at + i] = from[i];
	else to.set(from.subarray(0, bytes), at);
};
// ../../../packages/core/src/internal/memory/units.ts
const HOME_EVERY = 8;
/** One thread's hand in the row: remembers where it last found a free unit. Used by that thread only. */
var UnitPool = class {
	arena;
	units;
	home;
	hint;
	claims = 0;
	constructor(arena, units, thread) {
		this.arena = arena;
		this.units = units;
		this.home = Math.floor(units.mailCount * thread / arena.layout.maxThreads);
		this.hint = this.home;
	}
	/** Claims a unit for `lane`; -1 when none is free. Express lanes may also take the reserve behind the mail's. */
	claim(lane, kind) {
		const { count, mailCount, owners } = this.units;
		const words = this.arena.words;
		if (++this.claims % HOME_EVERY === 0) this.hint = this.home;
		for (let i = 0; i < mailCount; i++) {
			let unit = this.hint + i;
			if (unit >= mailCount) unit -= mailCount;
			if (this.tryClaim(words, owners + unit, lane)) {
				this.hint = unit + 1 === mailCount ? 0 : unit + 1;
				return unit;
			}
		}
		if (kind === Lane.express) {
			for (let unit = mailCount; unit < count; unit++) if (this.tryClaim(words, owners + unit, lane)) return unit;
		}
		return -1;
	}
	tryClaim(words, owner, lane) {
		if (load$1(words, owner) !== 0) return false;
		if (compareExchange(words, owner, 0, lane + 1) !== 0) return false;
		add$1(words, this.units.freeCount, -1);
		return true;
	}
	/** The reading thread keeps it: from here on it is neither its lane's nor its sender's. */
	holdUnit(unit, thread) {
		store$1(this.arena.words, this.units.owners + unit, -(thread + 1));
	}
	/** What a thread holds goes to a lane of its own. */
	giveUnit(unit, lane) {
		store$1(this.arena.words, this.units.owners + unit, lane + 1);
	}
	/** Whoever waits for memory must be rung after this. */
	free(unit) {
		this.leaveUnit(unit);
		add$1(this.arena.words, this.units.freeCount, 1);
	}
	/** From here on anybody may claim it. */
	leaveUnit(unit) {
		store$1(this.arena.words, this.units.owners + unit, 0);
	}
	/** Frees every unit whose owner word `leaves` says; returns how many. */
	freeOwned(leaves) {
		const { count, freeCount, owners } = this.units;
		const words = this.arena.words;
		let freed = 0;
		for (let unit = 0; unit < count; unit++) {
			const owner = load$1(words, owners + unit);
			if (owner !== 0 && leaves(owner)) {
				this.leaveUnit(unit);
				freed++;
			}
		}
		if (freed > 0) add$1(words, freeCount, freed);
		return freed;
	}
	/** Puts right what threads that died between a claim or a free and its count left out. */
	recount() {
		const { words } = this.arena;
		if (this.units.count === 0) return;
		const counted = load$1(words, this.units.freeCount);
		compareExchange(words, this.units.freeCount, counted, this.countFree());
	}
	/** Free right now, counted. */
	countFree() {
		const { count, owners } = this.units;
		let free = 0;
		for (let unit = 0; unit < count; unit++) if (load$1(this.arena.words, owners + unit) === 0) free++;
		return free;
	}
};
const FREED_WORD = -606348325;
var DebugUnitPool = class extends UnitPool {
	onSpoilt;
	constructor(arena, units, thread, onSpoilt) {
		super(arena, units, thread);
		this.onSpoilt = onSpoilt;
	}
	tryClaim(words, owner, lane) {
		if (!super.tryClaim(words, owner, lane)) return false;
		const spoilt = this.spoiltAt(words, owner - this.units.owners);
		if (spoilt >= 0) this.onSpoilt(spoilt, lane);
		return true;
	}
	/** The first word that is not as it was left: filled, or zero if nobody has had it yet. */
	spoiltAt(words, unit) {
		const start = this.units.at + unit * this.units.words;
		const end = start + this.units.words;
		const asLeft = words[start] === 0 && words[end - 1] === 0 ? 0 : FREED_WORD;
		for (let word = start; word < end; word++) if (words[word] !== asLeft) return word;
		return -1;
	}
	leaveUnit(unit) {
		const start = (this.units.at + unit * this.units.words) * 4;
		this.arena.bytes.fill(219, start, start + this.units.words * 4);
		super.leaveUnit(unit);
	}
};
// ../../../packages/core/src/internal/memory/pool.ts
/** One thread's hand in the memory. Used by that thread only. */
var MemoryPool = class {
	arena;
	thread;
	segments;
	blocks;
	/** `onSpoilt` is told, in debug mode, what was written after it was freed. */
	constructor(arena, thread, onSpoilt = () => {}) {
		this.arena = arena;
		this.thread = thread;
		const make = (units) => arena.layout.markBytes === 0 ? new UnitPool(arena, units, thread) : new DebugUnitPool(arena, units, thread, onSpoilt);
		this.segments = make(arena.layout.segmentUnits);
		this.blocks = arena.layout.blockUnits.map(make);
	}
	/** Claims a segment for `lane`; -1 when none is free. Express lanes may also take the reserve behind the mail's. */
	claim(lane, kind) {
		return this.segments.claim(lane, kind);
	}
	free(segment, onWake) {
		this.segments.free(segment);
		this.wakeStarving(onWake);
	}
	/** Claims a block of the class for `lane`; -1 when none is free. */
	claimBlock(blockClass, lane, kind) {
		const block = this.blocks[blockClass].claim(lane, kind);
		return block < 0 ? -1 : block + this.firstBlock(blockClass);
	}
	/** Claims a block of the class for this thread itself, of those that mail may have; -1 when none is free. */
	claimOwn(blockClass) {
		const block = this.blocks[blockClass].claim(noLane(this.thread), Lane.mail);
		return block < 0 ? -1 : block + this.firstBlock(blockClass);
	}
	/** A block that this thread holds becomes that lane's; the record that names it is published after this. */
	giveBlock(block, lane) {
		const blockClass$1 = blockClass(this.arena.layout, block);
		this.blocks[blockClass$1].giveUnit(block - this.firstBlock(blockClass$1), lane);
	}
	/** The drain has passed the block's record: it is this thread's until it frees it, whoever dies meanwhile. */
	holdBlock(block) {
		const blockClass$2 = blockClass(this.arena.layout, block);
		this.blocks[blockClass$2].holdUnit(block - this.firstBlock(blockClass$2), this.thread);
	}
	freeBlock(block, onWake) {
		const blockClass$3 = blockClass(this.arena.layout, block);
		this.blocks[blockClass$3].free(block - this.firstBlock(blockClass$3));
		this.wakeStarving(onWake);
	}
	firstBlock(blockClass) {
		return blockClass === 0 ? 0 : this.arena.layout.blockUnits[0].count;
	}
	/** After memory came back: rings every thread that waits for some. Pairs with `starve`. */
	wakeStarving(onWake) {
		const { words } = this.arena;
		for (let half = 0; half < 2; half++) {
			const index = Header.starving + half;
			if (load$1(words, index) === 0) continue;
			let bits = exchange(words, index, 0);
			while (bits !== 0) {
				const bit = 31 - Math.clz32(bits);
				bits &= ~(1 << bit);
				if (woke(ring(this.arena, half * 32 + bit, 33554432))) onWake();
			}
		}
	}
	/** Announces that this thread waits for memory. The caller must try once more after it, and only then wait. */
	starve() {
		or(this.arena.words, Header.starving + (this.thread >> 5), 1 << (this.thread & 31));
	}
	/**
	* Frees the segments and blocks whose lane `leaves` says, and the blocks that thread `holder` held; returns how many.
	* Only where neither end can touch them any more: own lanes to a thread that is dead, or (main's sweep) lanes from a
	* thread whose death everybody acknowledged, and what that thread held.
	*/
	freeLanes(leaves, holder = -1) {
		const leavesOwner = (owner) => owner > 0 ? leaves(owner - 1) : -owner - 1 === holder;
		let freed = this.segments.freeOwned(leavesOwner);
		for (const blocks of this.blocks) freed += blocks.freeOwned(leavesOwner);
		return freed;
	}
	/** Main, after a sweep: puts right what threads that died between a claim or a free and its count left out. */
	recount() {
		this.segments.recount();
		for (const blocks of this.blocks) blocks.recount();
	}
	/** Segments free right now, counted. */
	countFree() {
		return this.segments.countFree();
	}
	/** Blocks of the class free right now, counted. */
	countFreeBlocks(blockClass) {
		return this.blocks[blockClass].countFree();
	}
};
// ../../../packages/core/src/internal/thread/peer.ts
/**
* Another thread as this one sees it: one incarnation of it, with the two lanes there and the two from there.
*/
/** The lanes between this thread and one incarnation of another. */
var Peer = class {
	thread;
	incarnation;
	mailOut;
	expressOut;
	mailIn;
	expressIn;
	/** It was told to end and does not: what it was sent is settled as far as that can be. */
	lost = false;
	/** Its exit was seen: nothing is sent to it any more, and its lanes are left to its departure (death.ts). */
	exited = false;
	/** Its departure is over: nothing is written on its behalf any more. */
	dead = false;
	/** It takes no more mail: nothing is published to it any more. */
	closed = false;
	/** Rung, and its lanes not yet drained to their end. */
	dirty = false;
	/** Jobs it sent that ended here. */
	finished = 0;
	/** Replies that found no room, in order; whole records. */
	heldReplies = [];
	/** The blocks that go with some of them. */
	heldBlocks = /* @__PURE__ */ new Map();
	/**
	* Ids and generations of mail published since the last ring: what a refusal takes back. So many of them count; the array
	* is not made shorter, which would have it grow anew in each burst.
	*/
	unrungJobs = [];
	unrungCount = 0;
	/** How handlers see this sender: `options.client` of Effect's RpcGroup handlers. */
	client;
	/** Who waits for jobs of this sender that have not begun here, where that was told by a record of its own. */
	chains = void 0;
	unrung = 0;
	/** So many unrung records ring. */
	ringEvery = 0;
	awaitsFlush = false;
	touched = false;
	/** Made when the first buffer is to be moved, or has come. */
	moves = void 0;
	mailed(id, generation) {
		this.unrungJobs[this.unrungCount] = id;
		this.unrungJobs[this.unrungCount + 1] = generation;
		this.unrungCount += 2;
	}
	rung() {
		this.unrungCount = 0;
	}
	/** From here on nobody takes them back but the caller. */
	takeUnrung() {
		const jobs = this.unrungJobs.slice(0, this.unrungCount);
		this.unrungCount = 0;
		return jobs;
	}
	constructor(mesh, thread) {
		const { arena, onWake, pool, thread: me } = mesh;
		this.thread = thread;
		this.client = new ServerClient(thread);
		this.incarnation = load(arena, thread, Thread.incarnation);
		const { debug } = mesh;
		const Producer = debug === void 0 ? LaneProducer : DebugLaneProducer;
		this.mailOut = new Producer(arena, pool, me, thread, Lane.mail);
		this.expressOut = new Producer(arena, pool, me, thread, Lane.express);
		const consumer = (kind) => {
			if (debug === void 0) return new LaneConsumer(arena, pool, thread, me, kind, onWake);
			return new DebugLaneConsumer(arena, pool, thread, me, kind, onWake, debug);
		};
		this.mailIn = consumer(Lane.mail);
		this.expressIn = consumer(Lane.express);
	}
};
// ../../../packages/core/src/internal/thread/mesh.ts
/**
* This thread's side of the mesh: two lanes to and from every other thread (itself included), and when to ring.
*
* A record is visible the moment it is published; only the *ring* is batched: the first record to a thread rings at
* once, the rest of a synchronous burst at the flush (a microtask, or the end of a drain), and each time the burst has
* become twice as long, or by 1,024.
*/
/**
* Records of a burst that are published between its first ring and the next one. Then twice as many each time: the reader
* is faster than the writer, so it sleeps again between rings that come too often, and to wake it takes as long as to send
* some ten records. On one processor whoever is rung only interrupts the burst.
*/
const RING_FIRST = 64;
const RING_MOST = 1024;
var Mesh = class {
	arena;
	thread;
	pool;
	/** Wake-ups this thread caused; also in its record. */
	rings = 0;
	peers;
	bit;
	debug;
	owner;
	toFlush = [];
	touchedPeers = [];
	holding = /* @__PURE__ */ new Set();
	/** Streams of this thread that found no memory; each looks again in the next drain. */
	waitingForMemory = /* @__PURE__ */ new Set();
	own = void 0;
	flushScheduled = false;
	runsAlone;
	/** What is longer goes into a block. */
	maxInlineBytes;
	constructor(arena, thread, owner) {
		this.arena = arena;
		this.thread = thread;
		this.owner = owner;
		this.debug = owner.debug;
		this.bit = bitOf(thread);
		this.runsAlone = owner.runsAlone;
		const { debug, microtask } = owner;
		this.pool = new MemoryPool(arena, thread, debug && reportSpoilt(arena, debug, microtask));
		this.peers = new Array(arena.layout.maxThreads).fill(void 0);
		this.maxInlineBytes = maxRecordBytes(arena.layout);
	}
	onWake = () => {
		this.rings++;
	};
	/** The lanes to and from the thread's present incarnation; made at first use. */
	peer(thread) {
		return this.peers[thread] ??= new Peer(this, thread);
	}
	wantPort(peer) {
		this.owner.wantPort(peer);
	}
	/** The loop ends. */
	closePorts() {
		for (const peer of this.peers) if (peer !== void 0) close$2(peer);
	}
	known(thread) {
		return this.peers[thread];
	}
	/** Threads that this one has exchanged something with. */
	*knownThreads() {
		for (const peer of this.peers) if (peer !== void 0) yield peer.thread;
	}
	/** After its death was dealt with: cursors, caches and batches of this incarnation are gone. */
	forget(peer) {
		close$2(peer);
		for (const block of peer.heldBlocks.values()) this.pool.freeBlock(block, this.onWake);
		this.holding.delete(peer);
		this.peers[peer.thread] = void 0;
	}
	/** After mail was published: `id`, `generation` are what a refusal would take back. */
	mailed(peer, id, generation) {
		if (peer.thread !== this.thread) peer.mailed(id, generation);
		this.published(peer);
	}
	published(peer) {
		if (peer.thread === this.thread) this.owner.wakeSelf(peer);
		else if (!peer.awaitsFlush) {
			peer.awaitsFlush = true;
			peer.ringEvery = this.runsAlone ? RING_MOST : RING_FIRST;
			this.toFlush.push(peer);
			if (this.runsAlone && this.owner.draining()) peer.unrung = 1;
			else this.ring(peer);
			this.scheduleFlush();
		} else if (++peer.unrung >= peer.ringEvery) {
			peer.ringEvery = Math.min(2 * peer.ringEvery, RING_MOST);
			this.ring(peer);
		}
	}
	ring(peer) {
		peer.unrung = 0;
		if (peer.exited) return;
		const before = ring(this.arena, peer.thread, this.bit);
		if (woke(before)) this.rings++;
		if ((before & 67108864) !== 0 && !peer.closed) {
			peer.closed = true;
			this.owner.closed(peer, peer.takeUnrung());
		}
		peer.rung();
	}
	/** Job words of a sender changed: at the flush it is rung if it waits for room. */
	touch(peer) {
		if (peer.touched) return;
		peer.touched = true;
		this.touchedPeers.push(peer);
		this.scheduleFlush();
	}
	scheduleFlush() {
		if (this.flushScheduled || this.owner.draining()) return;
		this.flushScheduled = true;
		this.owner.microtask(this.flushLater);
	}
	flushLater = () => {
		this.flushScheduled = false;
		this.flush();
	};
	/** Rings whoever has unrung records, and senders that wait for room. Before every park, and after every burst. */
	flush() {
		for (const peer of this.toFlush) {
			peer.awaitsFlush = false;
			if (peer.unrung > 0) this.ring(peer);
		}
		this.toFlush.length = 0;
		for (const peer of this.touchedPeers) {
			peer.touched = false;
			if (!peer.dead && peer.mailIn.takeWanted()) {
				if (peer.thread === this.thread) this.owner.wakeSelf(peer);
				else if (woke(ring(this.arena, peer.thread, this.bit))) this.rings++;
			}
		}
		this.touchedPeers.length = 0;
		store(this.arena, this.thread, Thread.rings, this.rings);
	}
	/**
	* Sends a record on the express lane. Replies never wait for anybody: what finds no room is held here, in order.
	* `payload` (the message that was packed last, if it is the scratch buffer) and `stack` are copied before this returns.
	* Throws where something cannot be moved that is to be, and then nothing was sent.
	*/
	express(peer, head, job, generation, payload, payloadBytes, stack) {
		if (peer.exited) return;
		const stackBytes = stack === void 0 ? 0 : stack.byteLength;
		const bytes = 24 + payloadBytes + stackBytes;
		const moves = payload === scratch.bytes && payloadBytes > 0 && outgoing.buffers.length > 0;
		const unmoved = moves ? moveOut(this, peer, job, generation, outgoing.buffers) : void 0;
		const given = payload === scratch.bytes && payloadBytes > 0 ? outgoing.given?.block ?? -1 : -1;
		const inLane = given < 0 ? bytes : 32;
		const at = peer.heldReplies.length === 0 && unmoved === void 0 ? this.reserveExpress(peer, inLane) : -1;
		if (moves) head |= 64;
		let words = this.arena.words;
		let target = this.arena.bytes;
		let word = at;
		if (at < 0) {
			const held = new ArrayBuffer(pad8(bytes));
			words = new Int32Array(held);
			target = new Uint8Array(held);
			word = 0;
			peer.heldReplies.push(target);
			if (unmoved !== void 0) peer.moves.held.set(target, unmoved);
			if (given >= 0) this.ownMemory.setAside(given);
			if (given >= 0) peer.heldBlocks.set(target, given);
			this.holding.add(peer);
		} else if (given >= 0) this.giveReply(peer, at, given);
		const spilled = at >= 0 && (given >= 0 || bytes > this.maxInlineBytes);
		const length = spilled ? 32 : bytes;
		words[word + Field.bytes] = length;
		words[word + Field.head] = spilled ? head | 128 : head;
		words[word + Field.job] = job;
		words[word + Field.generation] = generation;
		words[word + Field.payloadBytes] = payloadBytes;
		words[word + Field.stackBytes] = stackBytes;
		const start = spilled ? this.replyBlock(at, bytes) : word * 4 + 24;
		if (payload === scratch.bytes) writeMessage(payloadBytes, target, start, words);
		else copy(payload, payloadBytes, target, start);
		if (stack !== void 0) target.set(stack, start + payloadBytes);
		if (at >= 0) {
			peer.expressOut.publish(length, 0);
			this.published(peer);
		}
	}
	reserveExpress(peer, bytes, as = Lane.express) {
		const at = this.tryExpress(peer, bytes, as);
		return at >= 0 ? at : this.lookAgain(() => this.tryExpress(peer, bytes, as));
	}
	/** A buffer of this thread's own; `undefined` when no block is free: then there may be one in a later drain. */
	acquire(bytes) {
		return this.ownMemory.acquire(bytes) ?? this.lookAgain(() => this.ownMemory.acquire(bytes));
	}
	/** Memory is waited for: that is announced, and once more looked for. */
	lookAgain(look) {
		this.pool.starve();
		return look();
	}
	/**
	* Sends elements of a stream, the message packed last, on the express lane and out of the memory that mail has: false
	* when there is none, so that replies always have some, or no port for what it moves. Whoever waits then is in
	* `waitingForMemory`. Throws where something cannot be moved.
	*/
	chunk(peer, head, job, generation, payloadBytes) {
		if (peer.exited || peer.heldReplies.length > 0) return false;
		const { buffers } = outgoing;
		if (buffers.length > 0 && !mayMove(this, peer)) return false;
		const bytes = 24 + payloadBytes;
		const at = this.reserveExpress(peer, bytes, Lane.mail);
		if (at < 0) return false;
		const spilled = bytes > this.maxInlineBytes;
		if (buffers.length > 0) this.moveChunk(peer, job, generation, spilled ? at : -1);
		const { words } = this.arena;
		const length = spilled ? 32 : bytes;
		words[at + Field.bytes] = length;
		words[at + Field.head] = head | (spilled ? 128 : 0) | (buffers.length > 0 ? 64 : 0);
		words[at + Field.job] = job;
		words[at + Field.generation] = generation;
		words[at + Field.payloadBytes] = payloadBytes;
		words[at + Field.stackBytes] = 0;
		writeMessage(payloadBytes, this.arena.bytes, spilled ? this.replyBlock(at, bytes) : at * 4 + 24);
		peer.expressOut.publish(length, 0);
		this.published(peer);
		return true;
	}
	moveChunk(peer, job, generation, spilledAt) {
		try {
			move(this, peer, 1, job, generation, outgoing.buffers);
		} catch (cause) {
			if (spilledAt >= 0) this.freeReply(spilledAt);
			throw cause;
		}
	}
	/** A place for a record of that length; the block that it may need is written there already. */
	tryExpress(peer, bytes, as) {
		if (bytes <= this.maxInlineBytes) return peer.expressOut.reserve(bytes, as);
		const at = peer.expressOut.reserve(32, as);
		if (at < 0) return -1;
		const block = peer.expressOut.claimBlock(bytes - 24, as);
		if (block < 0) return -1;
		this.arena.words[at + Spilled.expressBlock] = block;
		return at;
	}
	/** The byte where a spilled reply's block begins. */
	replyBlock(at, bytes) {
		const { layout, words } = this.arena;
		return bodyStart(layout, words[at + Spilled.expressBlock], bytes - 24);
	}
	/** The block of a buffer goes with a reply, whose body stands behind it. */
	giveReply(peer, at, block) {
		this.arena.words[at + Spilled.expressBlock] = ~block;
		this.ownMemory.give(block, peer.expressOut.lane);
	}
	/** The block of a chunk was read, or nobody wants it: as for a reply, but it counts for its lane's share. */
	freeChunk(peer, at) {
		peer.expressIn.freeBlock(this.arena.words[at + Spilled.expressBlock]);
	}
	/**
	* A spilled reply was read, or nobody wants it. Unlike mail it is read in the drain that passes it, and no death is
	* dealt with inside of that: the block need not be held.
	*/
	freeReply(at) {
		this.pool.freeBlock(blockNumber(this.arena.words[at + Spilled.expressBlock]), this.onWake);
	}
	/** Tries again to send what was held for want of memory, replies before streams. Called in every drain. */
	releaseHeld() {
		for (const peer of this.holding) {
			let sent = 0;
			for (const record of peer.heldReplies) {
				if (!this.sendHeld(peer, record)) break;
				sent++;
			}
			peer.heldReplies.splice(0, sent);
			if (peer.heldReplies.length === 0) this.holding.delete(peer);
		}
		if (this.waitingForMemory.size === 0) return;
		const waiting = Array.from(this.waitingForMemory);
		this.waitingForMemory.clear();
		for (const goOn of waiting) goOn();
	}
	sendHeld(peer, record) {
		const fields = new Int32Array(record.buffer);
		const unmoved = peer.moves?.held.get(record);
		if (unmoved !== void 0) {
			if (!mayMove(this, peer)) return false;
			const [id, generation] = [fields[Field.job], fields[Field.generation]];
			move(this, peer, 1, id, generation, unmoved);
			peer.moves.held.delete(record);
		}
		const bytes = fields[Field.bytes];
		const given = peer.heldBlocks.get(record) ?? -1;
		const at = this.reserveExpress(peer, given < 0 ? bytes : 32);
		if (at < 0) return false;
		if (given >= 0) this.giveReply(peer, at, given);
		peer.heldBlocks.delete(record);
		const { bytes: target, words } = this.arena;
		if (given < 0 && bytes <= this.maxInlineBytes) {
			target.set(record, at * 4);
			peer.expressOut.publish(bytes, 0);
		} else {
			target.set(record.subarray(0, 24), at * 4);
			words[at + Field.bytes] = 32;
			words[at + Field.head] = words[at + Field.head] | 128;
			target.set(record.subarray(24, bytes), this.replyBlock(at, bytes));
			peer.expressOut.publish(32, 0);
		}
		this.published(peer);
		return true;
	}
	/** Blocks that this thread has for itself. */
	get ownMemory() {
		return this.own ??= new OwnMemory(this);
	}
	/** Replies held on the heap, for all threads. */
	get held() {
		let count = 0;
		for (const peer of this.holding) count += peer.heldReplies.length;
		return count;
	}
};
// ../../../packages/core/src/internal/thread/parking.ts
var Parking = class {
	arena;
	thread;
	woken;
	armed = false;
	/** `woken`: the thread was rung while it slept; called in a turn of its own. */
	constructor(arena, thread, woken) {
		this.arena = arena;
		this.thread = thread;
		this.woken = woken;
	}
	/** Announces the sleep and arms the wake-up; false when something came meanwhile. */
	park() {
		if (!park(this.arena, this.thread)) return false;
		if (this.armed) return true;
		const wake = armed(this.arena, this.thread);
		if (wake === void 0) return false;
		this.armed = true;
		wake.then(this.onBell);
		return true;
	}
	/** Announces the sleep and stops; true when something was rung, at the latest when this returns. */
	stop() {
		if (!park(this.arena, this.thread)) return true;
		return !this.armed && sleep(this.arena, this.thread, 10);
	}
	onBell = () => {
		this.armed = false;
		this.woken();
	};
};
// ../../../packages/core/src/internal/thread/slowJobs.ts
/** After jobs were slow, perhaps several together, each is looked at by itself for so long. */
const EXACT_MILLIS = 1e4;
const LEAST_PERIOD_MILLIS = 5;
const LONGEST_PERIOD_MILLIS = 1e3;
var SlowJobs = class {
	owner;
	base;
	count = 0;
	latest = void 0;
	fibers = 0;
	lastLook = 0;
	lastCount = 0;
	exactUntil = 0;
	instance = -1;
	method = -1;
	stop = void 0;
	sights = /* @__PURE__ */ new Map();
	constructor(owner) {
		this.owner = owner;
		this.base = threadAt(owner.arena.layout, owner.thread);
	}
	/** A handler is about to be called. Plain stores: whoever watches compares two sights that are milliseconds apart. */
	begins(job, instance, method) {
		if (this.exactUntil > 0) this.looked(this.owner.eventLoop.now());
		const { base } = this;
		const { words } = this.owner.arena;
		if (instance !== this.instance || method !== this.method) {
			words[base + Thread.latestInstance] = this.instance = instance;
			words[base + Thread.latestMethod] = this.method = method;
		}
		words[base + Thread.begun] = job.begun = ++this.count;
		this.latest = job;
	}
	/** A job runs on as a fiber, or one of them has ended. */
	fibersChanged(delta) {
		this.fibers += delta;
		this.owner.arena.words[this.base + Thread.underWay] = this.fibers;
		if (delta === 1) this.arm();
	}
	/** What comes now are jobs, and what came before was none: a drain begins, or has dealt with its replies. */
	jobsBegin(now) {
		this.lastLook = now;
		this.lastCount = this.count;
	}
	/** Before the loop rests: what comes then is no job. */
	look() {
		if (this.count > this.lastCount) this.looked(this.owner.eventLoop.now());
	}
	/** The loop has looked at the clock. */
	looked(now) {
		const elapsed = now - this.lastLook;
		if (elapsed >= this.owner.limits.least && this.count > this.lastCount) this.tookLong(elapsed, now);
		else if (this.exactUntil > 0 && now > this.exactUntil) this.exactUntil = 0;
		this.lastLook = now;
		this.lastCount = this.count;
	}
	tookLong(elapsed, now) {
		const { latest } = this;
		this.exactUntil = now + EXACT_MILLIS;
		if (this.count > this.lastCount + 1 || latest === void 0 || latest.slow) return;
		const known = this.owner.jobOf(this.instance, this.method);
		if (known === void 0 || elapsed < this.limitOf(known)) return;
		latest.slow = true;
		this.tell(known, elapsed, latest.begun, "ended");
	}
	/** A job that ran as a fiber is over, at that time in milliseconds since 1970. */
	ended(job, millis) {
		if (!job.slow) this.lookAt(job, millis, "ended");
	}
	lookAt(job, millis, how) {
		const { info, stream } = job;
		if (stream !== void 0) return true;
		if (info === void 0) return false;
		const elapsed = millis - info.startedAt;
		if (elapsed < this.owner.limits.least) return false;
		if (!job.slow && elapsed >= this.limitOf([info.actor, info.name])) {
			job.slow = true;
			this.tell([info.actor, info.name], elapsed, job.begun, how);
		}
		return true;
	}
	limitOf([actor, job]) {
		const { limits, thread, threadName } = this.owner;
		return limits.of(threadName(thread), actor, job);
	}
	tell([actor, job], elapsedMillis, begun, how) {
		const { arena, report, thread, threadName } = this.owner;
		report({
			incarnation: load(arena, thread, Thread.incarnation),
			thread: threadName(thread),
			actor,
			job,
			elapsedMillis,
			begun,
			how,
			count: 1
		});
	}
	/** Something was sent, or runs on: from now on the clock is looked at, until nothing is under way any more. */
	arm() {
		if (this.stop !== void 0) return;
		const { eventLoop, limits } = this.owner;
		if (eventLoop.every === void 0 || limits.least === Number.POSITIVE_INFINITY) return;
		const period = Math.min(LONGEST_PERIOD_MILLIS, Math.max(LEAST_PERIOD_MILLIS, limits.least / 2));
		this.stop = eventLoop.every(this.tick, period);
	}
	/** Other limits hold: looks as often as they ask for. */
	rearm() {
		const { stop } = this;
		this.end();
		if (stop !== void 0) this.arm();
	}
	end() {
		this.stop?.();
		this.stop = void 0;
		this.sights.clear();
	}
	tick = () => {
		this.owner.beat();
		const millis = this.owner.eventLoop.millis();
		for (const jobs of this.owner.underWay()) for (const job of jobs) if (!this.lookAt(job, millis, "runs")) break;
		const now = this.owner.eventLoop.now();
		let working = this.fibers > 0;
		for (const thread of this.owner.targets()) if (thread !== this.owner.thread && this.watch(thread, now)) working = true;
		else this.sights.delete(thread);
		if (!working) this.end();
	};
	/** False when that thread has nothing to do, or has ended. */
	watch(thread, now) {
		const { arena } = this.owner;
		if (!isAlive(arena, thread) || pending$1(arena, thread) === 0) return false;
		const incarnation = load(arena, thread, Thread.incarnation);
		const heartbeat = load(arena, thread, Thread.heartbeat);
		const begun = load(arena, thread, Thread.begun);
		const sight = this.sights.get(thread);
		if (sight?.incarnation !== incarnation || sight.heartbeat !== heartbeat || sight.begun !== begun) {
			this.sights.set(thread, {
				incarnation,
				heartbeat,
				begun,
				since: now,
				reported: false
			});
			return true;
		}
		if (!sight.reported) sight.reported = this.standsStill(thread, sight, now - sight.since);
		return true;
	}
	/** True when that was reported. */
	standsStill(thread, { begun, incarnation }, elapsedMillis) {
		const { arena, jobOf, limits, report, threadName } = this.owner;
		const underWay = load(arena, thread, Thread.underWay);
		const sleeps = isWaiting(arena, thread);
		if (sleeps && underWay === 0) return false;
		const known = jobOf(load(arena, thread, Thread.latestInstance), load(arena, thread, Thread.latestMethod));
		if (known === void 0) return false;
		const name = threadName(thread);
		const limit = limits.of(name, ...known);
		if (elapsedMillis < (sleeps ? limit + Math.max(limit, LEAST_PERIOD_MILLIS) : limit)) return false;
		const how = sleeps ? "still" : "blocks";
		const [actor, job] = known;
		report({
			incarnation,
			thread: name,
			actor,
			job,
			elapsedMillis,
			begun,
			how,
			count: underWay
		});
		return true;
	}
};
// ../../../packages/core/src/internal/sending/clientJobs.ts
/**
* The jobs that the verbs of a client make: what happens to the caller when a job is accepted, answered or fails.
*/
const errorOf = (method, thread, reason, started) => new ActorError({
	reason,
	actor: method.actor,
	job: method.tag,
	thread,
	started
});
const noTimers = [];
/** A job with a caller who may be waiting, for room or for the end, no longer than he wants. */
var ClientJob = class extends OutgoingJob {
	constructor(target, method, isAsk, extension, deadline) {
		super(target, method, isAsk, extension, deadline);
		this.timers = noTimers;
	}
	onExit(exit) {
		this.stopTimer();
		this.settle(exit);
	}
	onFailed(reason, started) {
		const ran = started === false && this.attempt > 1 ? true : started;
		this.onExit(fail$1(errorOf(this.method, this.target.threadName, reason, ran)));
	}
	/** Calls `onTime` after a while by the clock of `fiber`, unless the job is over by then. */
	startTimer(fiber, millis, onTime) {
		const timer = runForkWith(fiber.context)(sleep$1(millis));
		this.timers = [...this.timers, timer];
		timer.addObserver((exit) => {
			if (isSuccess(exit) && !this.over) onTime();
		});
	}
	stopTimer() {
		if (this.timers === noTimers) return;
		for (const timer of this.timers) timer.interruptUnsafe();
		this.timers = noTimers;
	}
};
/** The caller waits for the reply. */
var Ask = class extends ClientJob {
	constructor(target, method, extension, deadline, resume) {
		super(target, method, true, extension, deadline);
		this.resume = resume;
		this.left = void 0;
	}
	onAccepted() {}
	settle(exit) {
		this.resume(exit);
		this.left?.();
	}
	whenOver(left) {
		this.left = left;
	}
};
/** The caller waits until it is in the mailbox, and never hears of it again. */
var Tell = class extends ClientJob {
	constructor(target, method, extension, resume) {
		super(target, method, false, extension, 0);
		this.resume = resume;
		this.outcome = void 0;
	}
	onAccepted() {
		this.stopTimer();
		this.decided(void_);
	}
	settle(exit) {
		this.decided(exit);
	}
	decided(outcome) {
		this.outcome ??= outcome;
		this.resume?.(outcome);
	}
};
// ../../../packages/core/src/internal/sending/scopedAsk.ts
/**
* An ask whose result is read where it lies: its binary data is handed out as views of the reply's block, which this thread
* holds until the caller's Scope closes. Used by the sending thread only.
*
* Only of blocks that mail may have, too: those behind are for replies alone, and results that somebody keeps must not hold up
* the replies of others. Where nothing else is left a result is a copy.
*/
/** What a reply was read with, until its reader's time is over. Made before the ask is sent, so it is never nobody's. */
var ReplyViews = class {
	lease = void 0;
	isOver = false;
	keep(lease) {
		if (this.isOver) lease.end();
		else this.lease = lease;
	}
	end() {
		this.isOver = true;
		this.lease?.end();
		this.lease = void 0;
	}
};
var ScopedAsk = class extends Ask {
	kept;
	constructor(views, ...ask) {
		super(...ask);
		this.kept = views;
	}
	get views() {
		return this.kept;
	}
};
/** Asks with views that are over when the Scope closes: inside a handler when its job was answered, perhaps with them. */
const withViews = (calls, ask) => {
	return withFiber((fiber) => {
		const views = new ReplyViews();
		const job = jobOf(fiber);
		const over = sync(() => end(calls, views, job));
		return andThen(flatMap(scope, (scope) => addFinalizer(scope, over)), ask(views));
	});
};
const end = ({ system }, views, job) => {
	const release = () => system.loop.isReleased ? void 0 : views.end();
	if (job?.keepUntilAnswered(release) !== true) release();
};
/** The block of a reply that is being drained, held from now on; `undefined` where it is read at once, and copied. */
const leaseReply = (mesh, at) => {
	const { layout, words } = mesh.arena;
	const head = words[at + Field.head];
	if (!isSpilled(head) || kindOf(head) !== Kind.success) return void 0;
	const block = blockNumber(words[at + Spilled.expressBlock]);
	const [small] = layout.blockUnits;
	const { mailCount } = layout.blockUnits[blockClass(layout, block)];
	if ((block < small.count ? block : block - small.count) >= mailCount) return void 0;
	mesh.pool.holdBlock(block);
	return new Lease(mesh, block, () => mesh.pool.freeBlock(block, mesh.onWake));
};
// ../../../packages/core/src/internal/sending/answers.ts
/**
* What comes back for an ask: a reply or a refusal, drained from the express lane, ends its id and settles its sender;
* the elements of a stream come before that.
* Used by the sending thread only.
*/
/** A reply or refusal was drained. `at`: word index of its record in the arena. */
const onReply = (outbox, peer, at) => {
	const { arena } = outbox.mesh;
	const head = arena.words[at + Field.head];
	const job = answered(outbox, at);
	if (hasMoves(head)) {
		arrive(peer, 1, arena.words, at);
		incoming.buffers = arrived(peer, 1, arena.words, at) ?? [];
	}
	const block = isSpilled(head) ? arena.words[at + Spilled.expressBlock] : 0;
	if (isGiven(block)) incoming.blockStart = blockAt(arena.layout, blockNumber(block)) * 4;
	const refused = kindOf(head) === Kind.refused;
	const views = isSpilled(head) ? job?.views : void 0;
	const lease = views === void 0 ? void 0 : leaseReply(outbox.mesh, at);
	if (lease !== void 0) incoming.views = lease;
	const outcome = job === void 0 || refused ? void 0 : decodeReply(job.method.codecs, arena, at);
	if (hasMoves(head) || isGiven(block) || lease !== void 0) nothingIncoming();
	if (lease?.isUsed === true && outcome?._tag === "Success") views.keep(lease);
	else if (lease !== void 0) lease.end();
	else if (isSpilled(head)) outbox.mesh.freeReply(at);
	if (job === void 0) return;
	if (outcome === void 0) job.onFailed(new Stopped({}), false);
	else if (outcome._tag === "Reason") job.onFailed(outcome.reason, outcome.started);
	else job.onExit(outcome);
};
/** Elements of a stream were drained. What nobody waits for any more is passed over: its end is still to come. */
const onChunk = (outbox, peer, at) => {
	const { arena } = outbox.mesh;
	const { words } = arena;
	const head = words[at + Field.head];
	if (hasMoves(head)) {
		arrive(peer, 1, words, at);
		incoming.buffers = arrived(peer, 1, words, at) ?? [];
	}
	const known = outbox.replies.get(words[at + Field.job]);
	const elements = known?.generation === words[at + Field.generation] && !known.over && known.takesElements ? decodeChunk(known.method.codecs, arena, at) : void 0;
	if (hasMoves(head)) nothingIncoming();
	if (isSpilled(head)) outbox.mesh.freeChunk(peer, at);
	if (elements === void 0) return;
	if (!("_tag" in elements)) return known.onElements(elements);
	outbox.cancel(known, true);
	known.onFailed(elements, true);
};
/** Ends the id of the job that a reply is for; that job, if its sender still waits. */
const answered = (outbox, at) => {
	const { words } = outbox.mesh.arena;
	const id = words[at + Field.job];
	const known = outbox.replies.get(id);
	if (known === void 0 || known.generation !== words[at + Field.generation]) return void 0;
	outbox.jobs.end(id, known.generation);
	return outbox.replies.remove(id);
};
// ../../../packages/core/src/internal/sending/chains.ts
/**
* Who waits for a job, where that changes after it was sent: a submitted job is awaited later, by anybody or by nobody, and
* so is all that it waits for. Whoever runs such a job (it is *open*) is told who waits for it now, and tells that to whoever
* runs what it waits for. Each edge of a circle is so judged by the thread that waits there, as an ask is when it is sent,
* and the one that closes it fails. Nothing of this is done for jobs that are not open. Used by the sending thread only.
*/
/** Unlike `noChain`, which is that of a job whose waiting nobody has told yet. */
const nobody = [];
/** Tells whoever runs it, or will. A job that waits for room tells it when it is published. */
const sendChain = (outbox, job, chain) => {
	if (job.over) return;
	job.chain = chain.length === 0 ? nobody : chain;
	if (job.id < 0) return;
	const head$3 = head(Kind.chain, job.method.index);
	const body = new Uint8Array(Float64Array.from(chain).buffer);
	outbox.mesh.express(job.target.peer, head$3, job.id, job.generation, body, body.byteLength, void 0);
};
/** An ask, or a stream, that an open job waits for. */
var AskWait = class {
	calls;
	job;
	reentrant;
	constructor(calls, job, reentrant) {
		this.calls = calls;
		this.job = job;
		this.reentrant = reentrant;
	}
	get over() {
		return this.job.over;
	}
	onChain(chain) {
		const { calls, job } = this;
		const { outbox } = calls;
		if (this.reentrant || !isCycle(job.target, chain) || !outbox.takeBack(job)) return sendChain(outbox, job, chain);
		job.onFailed(new AskCycle({ chain: calls.namesOf([...chain, job.target.instance]) }), false);
	}
};
/** A job that an open one waits for, and that is open itself therefore, was sent: who waits for that one waits for this. */
const follow = (calls, job, sender, reentrant) => {
	if (job.over) return;
	const wait = new AskWait(calls, job, reentrant);
	sender.waitsFor(wait);
	if (!reentrant && isCycle(job.target, sender.waitingInstances)) judgeSoon(calls, sender, wait);
};
/**
* Judges once what has come until now is read: whoever waited for an open job may have said that he does no longer. He need
* not have rung for it yet, and the drain that runs now may be out of time, so it is read where it is judged.
*/
const judgeSoon = ({ system }, sender, wait) => {
	const { loop } = system;
	loop.eventLoop.immediate(() => {
		if (loop.isReleased) return;
		loop.readExpress();
		if (!wait.over) wait.onChain(sender.waitingInstances);
	});
};
// ../../../packages/core/src/internal/sending/closing.ts
/**
* A thread that takes no more mail, as one that sends to it finds out. Used by the sending thread only.
*/
/**
* `unrung` were published since the last ring: taken back newest first, so that what the peer still took is a prefix of
* what was sent. A job that is being sent right now fails as one that was never in the mailbox; a tell whose sender was
* told that it is there becomes a dead letter.
*/
const close = (outbox, peer, unrung) => {
	const { jobs, publishing, replies, targets } = outbox;
	peer.closed = true;
	for (const target of targets) if (target.peer === peer) target.gone ??= "stopped";
	for (let i = unrung.length - 2; i >= 0; i -= 2) {
		const id = unrung[i];
		if (!jobs.cancel(id, unrung[i + 1])) continue;
		if (publishing?.id === id) takeBack(outbox, publishing);
		else if (outbox.isAsk(id)) replies.remove(id)?.onFailed(new Stopped({}), false);
		else loseRefused(outbox, (target) => target.peer === peer, id);
	}
};
const takeBack = (outbox, job) => {
	if (job.isAsk) outbox.replies.remove(job.id);
	else outbox.tellEnded(job.id);
	job.over = false;
	job.id = -1;
};
// ../../../packages/core/src/internal/sending/full.ts
/**
* Why a send cannot go on: what it finds full, in words of the limit that was in its way, or that nobody is there. Used by
* the sending thread.
*/
/** Of a window that was looked at. Where the oldest give way, there is room for as much again as cannot start any more. */
const isFull = ({ drops, window, windowSize }) => {
	if (window.size < windowSize) return false;
	return drops !== "oldest" || window.size - window.cancelled >= windowSize || window.size >= 2 * windowSize;
};
const fullReason = (what, target, jobCapacity, waitedMillis, chain, dropped) => {
	const { blocks, segments } = target.peer.mailOut;
	if (what === "port") what = "window";
	const limit = {
		window: target.windowSize,
		jobs: jobCapacity,
		memory: segments,
		blocks
	}[what];
	return new MailboxFull({
		what,
		limit,
		waitedMillis,
		...chain === void 0 ? {} : { chain },
		...dropped === void 0 ? {} : { dropped }
	});
};
/** Nothing may be sent there any more. */
const goneReason = (target) => {
	if (target.gone !== void 0) return target.gone === "stopped" ? new Stopped({}) : target.gone;
	return target.peer.closed ? new Stopped({}) : void 0;
};
// ../../../packages/core/src/internal/sending/moving.ts
/**
* What a job moves (`Job.transfer`), from its encoding until it is posted: held while the job waits, and gone once it is
* published. Used by the sending thread only.
*/
const nothing = [];
/** What is to go with it: held since it began to wait, or with the message that was packed last. */
const movesOf = (job, isHeld) => isHeld ? Array.isArray(job.moved) ? job.moved : nothing : outgoing.buffers;
/**
* It has to wait: keeps the message that was packed last, and what goes with it, which is the job's own from now on. What lies in
* a block of this thread is copied, so that nobody waits with a block. Why not, if that cannot be.
*/
const keepMessage = (outbox, job, payload, bytes) => {
	const { given } = outgoing;
	const length = given === void 0 ? bytes : encodePayload(job, payload, outbox.maxBodyBytes, nowhere);
	if (typeof length === "object") return length;
	try {
		if (outgoing.buffers.length > 0) {
			job.moved = take$3(outgoing.buffers);
			job.payload = void 0;
		}
	} catch (cause) {
		return new Undecodable({
			what: "payload",
			issue: unmovable(cause)
		});
	}
	job.bytes = keptMessage(length);
	if (given !== void 0) outbox.mesh.ownMemory.release(given.block);
};
/** What went with it is not here any more: it cannot be sent again. */
const sentAway = (job) => {
	job.moved = "sent";
	job.payload = void 0;
};
/** A port is there, or has been asked for. */
const hasPort = (mesh, job) => mayMove(mesh, job.target.peer);
/** Posts it, before the record of the job is published. Why not, if it cannot be moved: then nothing was. */
const post = (mesh, job, id, generation, buffers) => {
	try {
		move(mesh, job.target.peer, 0, id, generation, buffers);
		sentAway(job);
		return;
	} catch (cause) {
		return new Undecodable({
			what: "payload",
			issue: unmovable(cause)
		});
	}
};
/** It holds its message with what it moves, and both are sent as they are. */
const isHeld = (job) => Array.isArray(job.moved);
// ../../../packages/core/src/internal/sending/waitingSends.ts
/**
* Sends that found no room: each target's line, first in, first out. What they wait for is announced before the last look,
* so that whoever makes room knows whom to ring. Used by the sending thread only.
*/
/** Waiting sends that go out in one step of a drain. */
const STEP_JOBS = 256;
/**
* Something may have made room: sends what waits, as far as it goes, and re-arms the wishes of the rest. Called in
* every drain of a thread, and costs nothing when nobody waits. True when there was more than fits in one step.
*/
const pump = (outbox) => {
	const { waitingTargets } = outbox;
	for (const target of waitingTargets) {
		if (pumpTarget(outbox, target, void 0, STEP_JOBS)) continue;
		waitingTargets.delete(target);
		waitingTargets.add(target);
		return true;
	}
	return false;
};
/** False when `limit` jobs have left and more may. */
const pumpTarget = (outbox, target, known, limit) => {
	let blocked = known;
	for (let left = 0; left < limit;) {
		const job = target.waiting.peek();
		if (job === void 0) {
			outbox.waitingTargets.delete(target);
			return true;
		}
		const gone = goneReason(target);
		if (gone !== void 0) {
			target.waiting.shift();
			if (job.id < 0) outbox.refuse(job, gone);
			left++;
			continue;
		}
		job.target = target;
		if (job.bytes === void 0) {
			const bytes = encodePayload(job, job.payload, outbox.maxBodyBytes, nowhere);
			if (typeof bytes === "object") {
				target.waiting.shift();
				outbox.refuse(job, bytes);
				left++;
				continue;
			}
			const unkept = keepMessage(outbox, job, job.payload, bytes);
			if (unkept !== void 0) {
				target.waiting.shift();
				outbox.refuse(job, unkept);
				left++;
				continue;
			}
		}
		if (blocked !== void 0) {
			announce(outbox, target, blocked);
			const { peer } = target;
			if (isClosed(outbox.mesh.arena, peer.thread)) outbox.close(peer, peer.takeUnrung());
		}
		if (target.gone !== void 0) continue;
		const before = job.told;
		const again = outbox.attempt(job, job.bytes, job.bytes.byteLength);
		if (again === void 0) {
			blocked = void 0;
			target.waiting.remove(job);
			if (takenBack(job)) outbox.refuse(job, new Stopped({}));
			else if (!before) job.onAccepted();
			left++;
		} else if (typeof again === "object") {
			target.waiting.remove(job);
			outbox.refuse(job, again);
			left++;
		} else if (blocked === void 0) blocked = again;
		else if (blocked === again) {
			target.blocked = again;
			return true;
		} else blocked = again;
	}
	return false;
};
/** A tell that stands in line without its sender, who goes on as if it were in the mailbox: this thread answers for it. */
const standAlone = (outbox, job) => {
	if (job.isAsk || job.told || job.id >= 0 || job.over) return false;
	job.told = true;
	job.inHand = true;
	outbox.owner.account.take();
	return true;
};
/** Says what is waited for to those who can make it. */
const announce = (outbox, target, blocked) => {
	if (blocked === "port") return;
	if (blocked === "jobs") {
		for (const each of outbox.targets) each.peer.mailOut.want();
		return;
	}
	target.peer.mailOut.want();
	if (blocked !== "window") outbox.mesh.pool.starve();
};
// ../../../packages/core/src/internal/sending/dropping.ts
/** The job itself gives way: `true` for a tell, which its sender has nothing more to do with. */
const dropNewest = (outbox, job, blocked) => {
	if (job.isAsk) return reasonOf(outbox, job.target, blocked, "newest");
	lose(outbox, job.target, job, "MailboxFull", false);
	job.over = true;
	job.told = true;
	return true;
};
/**
* The oldest one gives way, and `job`, which is encoded, is sent, or stands in line without its sender: as `Outbox.send`
* says it.
*/
const dropOldest = (outbox, job, blocked) => {
	const { target } = job;
	const asker = mayStart(target) >= target.windowSize ? takeBackOldest(outbox, target) : void 0;
	outbox.enqueue(job, void 0);
	const standsInLine = standAlone(outbox, job);
	asker?.onFailed(reasonOf(outbox, target, blocked, "oldest"), false);
	return standsInLine;
};
/** Jobs of this thread there that may still start. */
const mayStart = ({ waiting, window }) => window.size - window.cancelled + waiting.size;
/** An ask is returned, for whoever tells its sender. */
const takeBackOldest = (outbox, target) => {
	let asker;
	return target.window.takeBackOldest((id, generation) => {
		const { jobs, owner, replies, tells } = outbox;
		if (replies.get(id)?.generation === generation) {
			if (!jobs.cancel(id, generation)) return false;
			asker = replies.remove(id);
			return true;
		}
		owner.account.take();
		const won = jobs.cancel(id, generation);
		if (won) lose(outbox, target, tells.get(id), "MailboxFull", false);
		owner.account.letGo();
		return won;
	}) ? asker : takeFirstInLine(outbox, target);
};
const takeFirstInLine = (outbox, target) => {
	const job = target.waiting.peek();
	if (job === void 0 || job.id >= 0) return void 0;
	target.waiting.shift();
	job.over = true;
	if (job.isAsk) return job;
	lose(outbox, target, job, "MailboxFull", false);
	if (job.inHand) outbox.owner.account.letGo();
	job.inHand = false;
};
const reasonOf = (outbox, target, blocked, drops) => fullReason(blocked, target, outbox.jobs.capacity, 0, void 0, drops);
// ../../../packages/core/src/internal/sending/jobWindow.ts
/**
* The jobs one thread has sent to one actor instance and does not know to be started, oldest first: the *window* that
* backpressure is made of, and the ring through which ids of tells come home. Read from the sender's own words, so no
* counter is shared. Used by the sending thread only.
*/
const INITIAL = 16;
var JobWindow = class {
	ids = new Int32Array(INITIAL);
	generations = new Int32Array(INITIAL);
	first = 0;
	/** Jobs in the window: not known to be started or consumed. */
	size = 0;
	/** Of those, taken back by the sender, and not passed by the target yet. */
	cancelled = 0;
	/** So many of the oldest can start no more, or have: passed over by whoever looks for the oldest that can. */
	passed = 0;
	/** Tells that have started and not ended: looked at in turn, so that one long tell holds up nobody's id. */
	running = [];
	cursor = 0;
	/** Sends since the last look. */
	unlooked = 0;
	lookEvery;
	jobs;
	owner;
	constructor(jobs, owner, lookEvery = 32) {
		this.jobs = jobs;
		this.owner = owner;
		this.lookEvery = lookEvery;
	}
	/** Nothing sent through this window is known to be alive, apart from asks that have started. */
	get isEmpty() {
		return this.size === 0 && this.running.length === 0;
	}
	push(id, generation) {
		if (this.size === this.ids.length) this.grow();
		const at = this.first + this.size & this.ids.length - 1;
		this.ids[at] = id;
		this.generations[at] = generation;
		this.size++;
	}
	grow() {
		const length = this.ids.length;
		const ids = new Int32Array(length * 2);
		const generations = new Int32Array(length * 2);
		for (let i = 0; i < this.size; i++) {
			const at = this.first + i & length - 1;
			ids[i] = this.ids[at];
			generations[i] = this.generations[at];
		}
		this.ids = ids;
		this.generations = generations;
		this.first = 0;
	}
	/** Before each send: on the average two of the oldest are looked at for each. */
	tidy() {
		if (++this.unlooked < this.lookEvery) return;
		this.unlooked = 0;
		this.look(2 * this.lookEvery);
	}
	/** Looks at up to `count` of the oldest and lets go of those known to be started or consumed. */
	look(count) {
		for (let i = 0; i < count && this.size > 0; i++) {
			if (!this.leave(this.ids[this.first], this.generations[this.first])) break;
			this.first = this.first + 1 & this.ids.length - 1;
			this.size--;
			if (this.passed > 0) this.passed--;
		}
		if (this.running.length > 0) this.lookAtRunning(count <= 2 ? 1 : Math.min(count, this.running.length));
	}
	/** False while the job may still start, or was cancelled and its record not yet passed. */
	leave(id, generation) {
		switch (this.jobs.phase(id, generation)) {
			case Phase.queued:
			case Phase.cancelled: return false;
			case Phase.started:
				if (!this.owner.isAsk(id)) this.running.push(id, generation);
				return true;
			case Phase.dropped:
				this.cancelled--;
				this.jobs.end(id, generation);
				this.owner.tellEnded(id);
				return true;
			case Phase.done:
				this.jobs.end(id, generation);
				this.owner.tellEnded(id);
				return true;
			case Phase.refused:
				if (!this.owner.isAsk(id)) {
					this.owner.tellRefused(this, id);
					this.jobs.end(id, generation);
					this.owner.tellEnded(id);
				}
				return true;
			default: return true;
		}
	}
	lookAtRunning(count) {
		const running = this.running;
		for (let i = 0; i < count && running.length > 0; i++) {
			if (this.cursor >= running.length) this.cursor = 0;
			const id = running[this.cursor];
			const generation = running[this.cursor + 1];
			const phase = this.jobs.phase(id, generation);
			if (phase === Phase.started) {
				this.cursor += 2;
				continue;
			}
			if (phase === Phase.done || phase === Phase.dropped) {
				this.jobs.end(id, generation);
				this.owner.tellEnded(id);
			}
			const lastGeneration = running.pop();
			const lastId = running.pop();
			if (this.cursor < running.length) {
				running[this.cursor] = lastId;
				running[this.cursor + 1] = lastGeneration;
			}
		}
	}
	/** Looks at everything: when a table is full, and before counting what is left. */
	lookAtAll() {
		this.look(this.size);
		this.cursor = 0;
		while (this.cursor < this.running.length) this.lookAtRunning(1);
	}
	/** Offers `take` those that may still start, the oldest first, until it has taken one back. False when it has not. */
	takeBackOldest(take) {
		while (this.passed < this.size) {
			const at = this.first + this.passed++ & this.ids.length - 1;
			const id = this.ids[at];
			const generation = this.generations[at];
			if (this.jobs.phase(id, generation) !== Phase.queued || !take(id, generation)) continue;
			this.cancelled++;
			return true;
		}
		return false;
	}
	/** Takes out one tell that had started; no order is kept. False when there is none. */
	takeRunning(visit) {
		const generation = this.running.pop();
		const id = this.running.pop();
		if (id === void 0) return false;
		visit(id, generation, this.jobs.phase(id, generation));
		return true;
	}
	/** Takes out the oldest job. False when there is none. */
	takeOldest(visit) {
		if (this.size === 0) return false;
		const id = this.ids[this.first];
		const generation = this.generations[this.first];
		this.first = this.first + 1 & this.ids.length - 1;
		this.size--;
		visit(id, generation, this.jobs.phase(id, generation));
		return true;
	}
	/** Looks at the job in place `index` from the oldest, and leaves it here. False when there is none. */
	visit(index, visit) {
		if (index >= this.size) return false;
		const at = this.first + index & this.ids.length - 1;
		const id = this.ids[at];
		const generation = this.generations[at];
		visit(id, generation, this.jobs.phase(id, generation));
		return true;
	}
};
// ../../../packages/core/src/internal/sending/keptTells.ts
var KeptTells = class {
	jobs = [];
	size = 0;
	get(id) {
		return this.jobs[id];
	}
	add(job) {
		if (this.jobs[job.id] === void 0) this.size++;
		this.jobs[job.id] = job;
	}
	delete(id) {
		if (this.jobs[id] === void 0) return;
		this.jobs[id] = void 0;
		this.size--;
	}
};
// ../../../packages/core/src/internal/thread/mailBlock.ts
/**
* Where the body of mail goes that does not fit its record: a block that is claimed for it, or the one of a buffer that goes with
* it, behind that. Used by the sending thread, before it publishes the record.
*/
/** Claims a block, unless one is `given`, and names it in the record: the byte where the body begins, or -1. */
const mailBlock = (mesh, peer, at, bodyBytes, given) => {
	if (given >= 0) return givenBlock(mesh, peer, at, given, bodyBytes);
	const block = peer.mailOut.claimBlock(bodyBytes);
	if (block < 0) return -1;
	const { layout, words } = mesh.arena;
	words[at + Spilled.mailBlock] = block;
	words[at + Spilled.mailBytes] = bodyBytes;
	return blockAt(layout, block) * 4;
};
const givenBlock = (mesh, peer, at, block, bodyBytes) => {
	const { layout, words } = mesh.arena;
	words[at + Spilled.mailBlock] = ~block;
	words[at + Spilled.mailBytes] = bodyBytes;
	mesh.ownMemory.give(block, peer.mailOut.lane);
	peer.mailOut.countGiven(block);
	return bodyStart(layout, ~block, bodyBytes);
};
/** The block of a record is not needed: it was never published. */
const abandonBlock = (mesh, peer, at) => {
	const block = blockNumber(mesh.arena.words[at + Spilled.mailBlock]);
	peer.mailOut.abandonBlock(block);
	mesh.pool.freeBlock(block, mesh.onWake);
};
// ../../../packages/core/src/internal/sending/pendingReplies.ts
var PendingReplies = class {
	asks = [];
	/** Called when the first ask begins to wait, and when the last one no longer does. */
	changed;
	/** Asks whose sender waits. */
	outstanding = 0;
	/** Asks whose sender has left (timeout, detach) and whose handler still runs. */
	abandoned = 0;
	constructor(changed) {
		this.changed = changed;
	}
	get(id) {
		return this.asks[id];
	}
	add(job) {
		this.asks[job.id] = job;
		if (this.outstanding++ === 0) this.changed();
	}
	/** The sender no longer waits, but a reply will come and only end the id. */
	abandon(job) {
		job.over = true;
		this.abandoned++;
		this.waitEnded();
	}
	/** No reply will come, or it has come. The job when its sender still waits for the end: it does no longer. */
	remove(id) {
		const job = this.asks[id];
		this.asks[id] = void 0;
		if (job.over) {
			this.abandoned--;
			return;
		}
		job.over = true;
		this.waitEnded();
		return job;
	}
	waitEnded() {
		if (--this.outstanding === 0) this.changed();
	}
	/** No ask has an id from here on. */
	get ids() {
		return this.asks.length;
	}
};
// ../../../packages/core/src/internal/sending/outbox.ts
/**
* Sending: the only place where backpressure lives. Everything here runs on the sending thread.
*
* A job is encoded, gets a word in the job table and room in the mail lane, and is published; or, when the window of
* unstarted jobs, the table or the memory is full, it waits in its target's FIFO, already encoded. A later send never
* overtakes a waiting one. A reply, a refusal, a cancel or a death settles a job exactly once, always from here.
*/
var Outbox = class {
	jobs;
	replies;
	mesh;
	owner;
	/** Tells that may have to be sent again, by id. */
	tells = new KeptTells();
	/** Lines of jobs whose thread has died and that nobody serves yet. */
	stranded = /* @__PURE__ */ new Set();
	targets = /* @__PURE__ */ new Set();
	waitingTargets = /* @__PURE__ */ new Set();
	/** Records up to here lie in a segment, bodies of larger ones, up to there, in a block. */
	maxInlineBytes;
	maxBodyBytes;
	/** Being published right now, by its own ring at the latest: its sender has not been told that it is in the mailbox. */
	publishing = void 0;
	constructor(mesh, owner) {
		this.mesh = mesh;
		this.owner = owner;
		this.replies = new PendingReplies(owner.busy);
		this.jobs = new JobTable(mesh.arena, mesh.thread);
		this.maxInlineBytes = maxRecordBytes(mesh.arena.layout);
		this.maxBodyBytes = maxBodyBytes(mesh.arena.layout, 40);
	}
	tellEnded(id) {
		if (this.tells.size > 0) this.tells.delete(id);
	}
	isAsk(id) {
		return this.replies.get(id) !== void 0;
	}
	tellRefused(window, id) {
		loseRefused(this, (target) => target.window === window, id);
	}
	/** `first`: what is sent there before anything else. */
	target(peer, instance, threadName, windowSize, serial, first = new Fifo()) {
		this.forgetRetired();
		const target = new Target(new JobWindow(this.jobs, this, this.owner.lookEvery), peer, instance, threadName, windowSize, serial, first);
		this.targets.add(target);
		if (first.size > 0) this.waitingTargets.add(target);
		if (first.size > 0) this.owner.withdrawn();
		return target;
	}
	/** Sends that wait for room, or for a thread to be started again, on this thread. */
	get waiting() {
		let count = 0;
		for (const line of this.stranded) count += line.size;
		for (const target of this.waitingTargets) count += target.waiting.size;
		return count;
	}
	/**
	* Encodes and sends. Returns `true` when the job is in the mailbox, `false` when it waits (then `onAccepted` or
	* `onFailed` is called, perhaps at once), or why it failed. `mayWait: false` turns waiting into `MailboxFull`; `kept` is
	* the payload where it is encoded already, and checked.
	*/
	send(job, payload, mayWait, kept) {
		const { target } = job;
		const gone = goneReason(target);
		if (gone !== void 0) return gone;
		if (target.onOrphaned !== void 0) job.payload = payload;
		const held = kept ?? (isHeld(job) ? job.bytes : void 0);
		const bytes = held?.byteLength ?? encodePayload(job, payload, this.maxBodyBytes, this.mesh.arena);
		if (typeof bytes === "object") return bytes;
		const inLine = target.blocked === "port" ? "port" : "window";
		const blocked = target.waiting.size > 0 ? inLine : this.attempt(job, held, bytes);
		if (blocked === void 0) return takenBack(job) ? new Stopped({}) : true;
		if (typeof blocked === "object") return blocked;
		if (!mayWait && blocked !== "port") return fullReason(blocked, target, this.jobs.capacity, 0);
		if (target.drops === "newest" && !job.told && blocked !== "port") return dropNewest(this, job, blocked);
		if (kept !== void 0) job.bytes = kept;
		const unkept = held === void 0 ? keepMessage(this, job, payload, bytes) : void 0;
		if (unkept !== void 0) return unkept;
		if (target.drops === "oldest") return dropOldest(this, job, blocked);
		this.enqueue(job, blocked);
		return false;
	}
	/** Stands in its target's line, encoded, and is sent at once if it is the first there and there is room. */
	enqueue(job, blocked) {
		const { target } = job;
		target.waiting.push(job);
		job.queue = target.waiting;
		this.waitingTargets.add(target);
		this.owner.busy();
		if (target.waiting.size === 1) pumpTarget(this, target, blocked, 1);
	}
	/**
	* Publishes `payload`, by default what was encoded last, if the window, the lane and the table have room; else says what
	* was full, or why what it moves cannot be moved, and nothing has changed.
	*/
	attempt(job, payload, payloadBytes) {
		const { target } = job;
		const { peer, window } = target;
		window.tidy();
		if (window.size >= target.windowSize) {
			window.look(window.size);
			if (isFull(target)) return "window";
		}
		const moves = movesOf(job, payload !== void 0);
		if (moves.length > 0 && !hasPort(this.mesh, job)) return "port";
		const bodyBytes = bodyBytesOf(job, payloadBytes);
		const given = payload === void 0 ? outgoing.given?.block ?? -1 : -1;
		const spilled = given >= 0 || 40 + bodyBytes > this.maxInlineBytes;
		const bytes = spilled ? 48 : 40 + bodyBytes;
		const at = peer.mailOut.reserve(bytes);
		if (at < 0) return "memory";
		let id = this.jobs.begin(!job.isAsk);
		if (id < 0) {
			this.reclaim();
			id = this.jobs.begin(!job.isAsk);
			if (id < 0) return "jobs";
		}
		const generation = this.jobs.begun;
		const { words, doubles, bytes: target8 } = this.mesh.arena;
		let start = at * 4 + 40;
		let head$2 = head(job.isAsk ? Kind.ask : Kind.tell, job.method.index);
		if (spilled) {
			start = mailBlock(this.mesh, peer, at, bodyBytes, given);
			if (start < 0) {
				this.jobs.abort(id);
				return "blocks";
			}
			head$2 |= 128;
		}
		if (given >= 0) sentAway(job);
		if (moves.length > 0) {
			const unmovable = post(this.mesh, job, id, generation, moves);
			if (unmovable !== void 0) {
				this.jobs.abort(id);
				if (spilled) abandonBlock(this.mesh, peer, at);
				return unmovable;
			}
			head$2 |= 64;
		}
		if (job.chain !== void 0) head$2 |= 32;
		words[at + Field.bytes] = bytes;
		words[at + Field.head] = withAttempt(head$2, job.attempt);
		words[at + Field.job] = id;
		words[at + Field.generation] = generation;
		words[at + Field.instance] = target.instance;
		doubles[at + Times.enqueuedAt >> 1] = this.owner.now();
		doubles[at + Times.deadline >> 1] = job.deadline;
		if (job.extension === void 0) words[at + Field.extensionBytes] = 0;
		else {
			words[at + Field.extensionBytes] = job.extension.byteLength;
			target8.set(job.extension, start);
			start += pad8(job.extension.byteLength);
		}
		if (payload === void 0) writeMessage(payloadBytes, target8, start, words);
		else copy(payload, payloadBytes, target8, start);
		job.id = id;
		job.generation = generation;
		job.bytes = void 0;
		job.queue = void 0;
		if (job.inHand) this.owner.account.letGo();
		job.inHand = false;
		if (job.isAsk) this.replies.add(job);
		else if (target.onOrphaned !== void 0) this.tells.add(job);
		window.push(id, generation);
		peer.mailOut.publish(bytes, 1);
		this.owner.sent();
		const outer = this.publishing;
		this.publishing = job;
		this.mesh.mailed(peer, id, generation);
		this.publishing = outer;
		job.told ||= !takenBack(job);
		if (job.chain !== void 0 && job.chain !== noChain) sendChain(this, job, job.chain);
	}
	/** Sends what waits and now has room; costs nothing when nobody waits. True when there was more than fits in one step. */
	pump() {
		return pump(this);
	}
	/** Brings home all ids that are known to be free. */
	reclaim() {
		for (const target of this.targets) target.window.lookAtAll();
	}
	/** A waiting send gives up (interrupted, or out of patience). False when it was in the mailbox already. */
	withdraw(job) {
		if (job.id >= 0 || job.queue?.remove(job) !== true) return false;
		job.over = true;
		this.owner.withdrawn();
		return true;
	}
	/** Why a waiting send gave up, in words of the limit that was in its way. */
	fullReason(job, waitedMillis, chain) {
		return fullReason(job.target.blocked, job.target, this.jobs.capacity, waitedMillis, chain);
	}
	/**
	* The asker leaves. True when the job provably never starts; false when it had started: then it was told to stop,
	* and its reply is still to come (`over` makes that reply end the id and nothing else).
	*/
	cancel(job, leaves) {
		if (job.over || this.takeBack(job)) return true;
		if (job.id < 0) return false;
		if (leaves) this.replies.abandon(job);
		this.mesh.express(job.target.peer, head(Kind.cancel, job.method.index), job.id, job.generation, scratch$1.bytes, 0, void 0);
		return false;
	}
	/** True when it provably never starts, and is nowhere any more; false when it has started. */
	takeBack(job) {
		if (job.id < 0) return this.withdraw(job);
		if (!this.jobs.cancel(job.id, job.generation)) return false;
		job.target.window.cancelled++;
		this.replies.remove(job.id);
		return true;
	}
	/** Asks its word: it does, or did, run. For a job in the mailbox that has not ended. */
	hasStarted(job) {
		const phase = this.jobs.phase(job.id, job.generation);
		return phase === Phase.started || phase === Phase.done;
	}
	/** The producer of a stream may send so many elements more. */
	grant(job, elements) {
		if (job.id < 0) return;
		const head$1 = head(Kind.credit, job.method.index);
		const body = new Uint8Array(Int32Array.of(elements).buffer);
		this.mesh.express(job.target.peer, head$1, job.id, job.generation, body, body.byteLength, void 0);
	}
	/** The asker of a started job has waited for its end long enough. */
	abandon(job) {
		if (!job.over) this.replies.abandon(job);
	}
	/** A reply or refusal was drained. `at`: word index of its record in the arena. */
	onReply(peer, at) {
		onReply(this, peer, at);
	}
	onChunk(peer, at) {
		onChunk(this, peer, at);
	}
	/** The peer takes no more mail; `unrung` were published there since the last ring, ids and generations. */
	close(peer, unrung = []) {
		close(this, peer, unrung);
	}
	/** It will never be in a mailbox; a tell of which its sender believes that it was is a dead letter. */
	refuse(job, reason) {
		job.over = true;
		if (!job.isAsk && job.told) lose(this, job.target, job, reason._tag, false);
		if (job.inHand) this.owner.account.letGo();
		job.inHand = false;
		job.onFailed(reason, false);
	}
	/** An actor instance has gone although its thread lives: nothing more is sent to it. */
	retire(target) {
		target.gone ??= "stopped";
		pumpTarget(this, target, void 0, Number.POSITIVE_INFINITY);
		this.forgetRetired();
	}
	forgetRetired() {
		for (const target of this.targets) {
			if (target.gone === void 0) continue;
			target.window.lookAtAll();
			if (target.window.isEmpty) this.targets.delete(target);
		}
	}
};
// ../../../packages/core/src/internal/thread/threadLoop.ts
/**
* The loop of one thread, main included: drains what was published for it, starts jobs, settles replies, deals with
* deaths, and parks. It never blocks the event loop, and gives it a turn at least every millisecond.
*
* A drain is started by the bell (through one armed `waitAsync`) or by a scheduled continuation; every drain ends in a
* park or in a continuation. It never runs inside a send.
*/
/** Milliseconds a drain may take before timers and I/O have their turn. */
const TURN_MILLIS = 1;
var ThreadLoop = class {
	arena;
	thread;
	mesh;
	outbox;
	actors = /* @__PURE__ */ new Map();
	account;
	deaths;
	letters;
	slow;
	options;
	intake;
	parking;
	linger;
	/** The turn that is scheduled is only there to look at the bell again. */
	lingers = false;
	draining = false;
	scheduled = false;
	loopHold;
	busy;
	released = false;
	finishedCount = 0;
	turns = 0;
	eventLoop;
	clock;
	turnEnd = 0;
	/** The clock, when it was last looked at. */
	lookedAt = 0;
	after = [];
	onSent = void 0;
	constructor(options) {
		this.options = options;
		this.arena = options.arena;
		this.thread = options.thread;
		this.account = new TellAccount(options.arena, options.thread);
		this.eventLoop = options.eventLoop ?? globals;
		this.letters = new DeadLetters(() => this.threadName(this.thread), this.eventLoop.microtask, options.lost);
		this.clock = new BurstClock(this.eventLoop);
		this.busy = new BusyTime(options.arena, options.thread, this.eventLoop);
		this.loopHold = new LoopHold(options.keepAlive, () => this.outbox.replies.outstanding > 0 || this.outbox.waiting > 0, () => this.schedule());
		this.slow = new SlowJobs({
			arena: options.arena,
			thread: options.thread,
			eventLoop: this.eventLoop,
			limits: options.slowLimits ?? new SlowLimits(never),
			threadName: (thread) => this.threadName(thread),
			jobOf: (instance, method) => this.actors.get(instance)?.jobOf(method) ?? options.jobOf?.(instance, method),
			targets: () => this.mesh.knownThreads(),
			underWay: () => Array.from(this.actors.values(), ({ jobs }) => jobs.underWay.values()),
			beat: () => this.beat(),
			report: (report) => options.slow?.(report)
		});
		this.mesh = new Mesh(options.arena, options.thread, {
			draining: () => this.draining,
			runsAlone: options.runsAlone === true,
			microtask: this.eventLoop.microtask,
			wakeSelf: (peer) => {
				this.intake.markDirty(peer);
				this.schedule();
			},
			closed: (peer, jobs) => this.outbox.close(peer, jobs),
			wantPort: (peer) => options.wantPort?.(peer.thread, peer.incarnation),
			debug: this.arena.layout.markBytes === 0 ? void 0 : options
		});
		this.outbox = new Outbox(this.mesh, {
			busy: () => this.loopHold.check(),
			sent: () => this.slow.arm(),
			withdrawn: () => this.schedule(),
			now: () => this.clock.now(),
			lookEvery: options.lookEvery,
			account: this.account,
			lost: (letter) => this.letters.add(letter)
		});
		const { linger } = options;
		this.linger = linger === void 0 || linger.option === "off" ? void 0 : new Linger(options.arena, options.thread, this.eventLoop.now, (millis) => this.busy.idled(millis), linger);
		this.parking = new Parking(options.arena, options.thread, () => this.drain());
		this.intake = new Intake({
			arena: this.arena,
			mesh: this.mesh,
			actors: this.actors,
			isOverTime: () => this.isOverTime(),
			jobsBegin: () => this.slow.jobsBegin(this.eventLoop.now()),
			onReply: (peer, at) => this.outbox.onReply(peer, at),
			onChunk: (peer, at) => this.outbox.onChunk(peer, at),
			finished: (peer) => this.finished(peer)
		});
		this.deaths = new Deaths(this, options.deathReason, () => options.noticed(true), options.sliceJobs ?? 2048);
	}
	/** The first drain; from then on the loop looks after itself. */
	start() {
		this.schedule();
	}
	/** Keeps the event loop alive until the returned function is called. */
	hold() {
		return this.loopHold.take();
	}
	/** Something that jobs or replies wait for has come. */
	lookAgain() {
		this.schedule();
	}
	/** Runs `work` as a drain runs: it may be in the middle of a lane, and nobody else reads lanes until it is done. */
	exclusively(work) {
		if (this.draining) return work();
		this.draining = true;
		try {
			work();
		} finally {
			this.draining = false;
			this.schedule();
		}
		this.flush();
		this.runAfter();
	}
	/** Calls `then` now, or at the end of the drain that is under way: for what must not come between two records. */
	afterDrain(then) {
		if (this.draining) this.after.push(then);
		else then();
	}
	runAfter() {
		for (let then = this.after.shift(); then !== void 0; then = this.after.shift()) then();
	}
	schedule() {
		this.lingers = false;
		if (this.scheduled || this.draining || this.released) return;
		this.scheduled = true;
		this.eventLoop.immediate(this.runScheduled);
	}
	runScheduled = () => {
		this.scheduled = false;
		const { linger } = this;
		if (this.lingers && linger !== void 0 && linger.polls(this.outbox.replies.outstanding > 0)) this.stay();
		else this.drain();
	};
	/** A turn that is only there to look at the bell again. */
	stay() {
		this.schedule();
		this.lingers = true;
	}
	drain() {
		if (this.released) return;
		const started = this.eventLoop.now();
		this.lookedAt = started;
		this.turnEnd = started + TURN_MILLIS;
		this.draining = true;
		this.beat();
		this.slow.jobsBegin(started);
		this.busy.drainBegan(started);
		let rest = Next.again;
		let sliced = false;
		try {
			do {
				this.takeBell();
				if (!sliced) this.deaths.slice();
				sliced = true;
				this.intake.step();
				this.releaseHeld();
				const more = this.outbox.pump();
				this.publishCounters();
				this.mesh.flush();
				this.slow.look();
				rest = more || !this.isIdle ? Next.again : this.rest();
			} while (rest === Next.again && !this.deaths.pending && !this.isOverTime());
		} finally {
			this.draining = false;
			this.busy.drainEnded();
			if (rest === Next.again) this.schedule();
		}
		if (rest === Next.turn) this.stay();
		this.runAfter();
	}
	/** There is nothing to do: sleeps, or stays awake where that pays. */
	rest() {
		const { linger } = this;
		const next = linger === void 0 || !linger.mayStay || this.after.length > 0 ? Next.park : linger.next(this.outbox.replies.outstanding > 0, this.busy.hasFibers);
		if (next === Next.stop) return this.stop(linger);
		if (next === Next.park) return this.park() ? Next.park : Next.again;
		return next;
	}
	get isIdle() {
		return this.intake.isEmpty && !this.deaths.pending;
	}
	isOverTime() {
		const now = this.eventLoop.now();
		this.lookedAt = now;
		this.slow.looked(now);
		return now >= this.turnEnd;
	}
	beat() {
		store(this.arena, this.thread, Thread.heartbeat, ++this.turns);
	}
	releaseHeld() {
		this.mesh.releaseHeld();
		if (this.onSent !== void 0 && this.mesh.held === 0) {
			this.after.push(this.onSent);
			this.onSent = void 0;
		}
	}
	/** Calls back once no reply waits for memory. */
	whenSent(sent) {
		if (this.mesh.held === 0) sent();
		else this.onSent = sent;
	}
	takeBell() {
		const bits = take(this.arena, this.thread);
		if (bits === 0) return;
		this.linger?.came(this.lookedAt);
		if ((bits & 33554432) !== 0) this.onNotice();
		this.intake.rung(bits);
	}
	/** True when there is more than `limit`. */
	drainExpress(peer, limit) {
		return this.intake.drainExpress(peer, limit);
	}
	/** Announces the sleep and arms the wake-up; false when something came meanwhile. */
	park() {
		this.loopHold.parked();
		return this.parking.park();
	}
	/** Stops until it is rung. What waits for a turn of the event loop does not, so that time does not count. */
	stop(linger) {
		const before = this.eventLoop.now();
		if (!this.parking.stop()) linger.stoppedInVain();
		const millis = this.eventLoop.now() - before;
		this.busy.idled(millis);
		this.turnEnd += millis;
		return Next.again;
	}
	finished(peer) {
		peer.finished++;
		this.finishedCount++;
		if (!this.draining) this.publishCounters();
	}
	actorReady(actor) {
		this.intake.markReady(actor);
		this.schedule();
	}
	fibersChanged(delta) {
		this.slow.fibersChanged(delta);
		if (delta === 1) this.busy.fiberBegan(this.draining);
		else this.busy.fiberEnded(this.draining);
	}
	publishCounters() {
		store(this.arena, this.thread, Thread.finished, this.finishedCount);
	}
	threadName(thread) {
		return this.options.threadName(thread);
	}
	/** Looks at the death epoch, from the bell's NOTICE or because a message presupposes it. */
	onNotice() {
		if (!this.deaths.notice()) this.options.noticed(false);
	}
	/** Jobs of a dead one ended here, and no longer count. */
	forgetFinished(peer) {
		this.finishedCount -= peer.finished;
	}
	/**
	* Takes no more mail: what was published before is read once more, to the end, and never again. Replies still come
	* and go until `release`.
	*/
	closeMail() {
		if (!this.takesMail) return;
		close$1(this.arena, this.thread);
		this.outbox.close(this.mesh.peer(this.thread));
		this.readMail((peer) => this.mesh.touch(peer));
		this.intake.mailClosed = true;
	}
	/** Reads every mail lane to its end: what was sent before is with its actor then. Not inside a drain. */
	readMail(read = () => {}) {
		if (!this.takesMail) return;
		this.exclusively(() => {
			this.deaths.begin();
			this.deaths.readMail();
			this.intake.readMail(read);
		});
	}
	/** Reads what others have answered and told this thread until now, rung or not. Not inside a drain. */
	readExpress() {
		this.exclusively(() => this.intake.readExpress());
	}
	/** False once the last mail was read. */
	get takesMail() {
		return !this.intake.mailClosed;
	}
	/** Tells everybody what is still unrung. */
	flush() {
		this.publishCounters();
		this.mesh.flush();
	}
	/** It has ended: this thread has no memory any more. */
	get isReleased() {
		return this.released;
	}
	/** The loop ends; nothing of it keeps the process or the memory alive. Not inside a drain. */
	release() {
		if (this.released) return;
		this.exclusively(() => this.deaths.finish());
		this.released = true;
		this.slow.end();
		this.loopHold.release();
		this.mesh.closePorts();
		release(this.arena, this.thread);
	}
};
// ../../../packages/core/src/internal/system/mainSystem.ts
/**
* What only main does for an actor system: allots thread records, starts and stops threads, publishes names, and turns a
* confirmed exit into a death that everybody acknowledges and that is then swept.
*/
/** A thread that does not even say what holds it is ended this much later than its deadline. */
const UNRESPONSIVE_MILLIS = 1e3;
const SWEEP_MILLIS = 1e3;
const MAIN = {
	thread: 0,
	incarnation: 1,
	name: "main"
};
/**
* Counted for all systems of a thread: a chain of asks may lead through several, each of a `layerLocal`. Those of other
* threads begin elsewhere, by chance, since a chain leads through threads, too. Nine digits, whatever the chance.
*/
let instances = 5e8 + Math.floor(Math.random() * 4e8);
var MainSystem = class {
	main = this;
	arena;
	loop;
	directory;
	lives = new Lives();
	carrier;
	slow;
	/** Threads that layers have put together, by the value that stands for the group. */
	crews = /* @__PURE__ */ new WeakMap();
	/** Those who watch were told of its start, and not yet of its end. */
	places = /* @__PURE__ */ new Set();
	/** Names of threads that somebody else may let attach. */
	invited = /* @__PURE__ */ new Set();
	/** Of the actors on main, the latest last. */
	stopHooks = /* @__PURE__ */ new Set();
	/** Called when all other threads have ended: for those of main's jobs that end by nothing else. */
	lastCalls = /* @__PURE__ */ new Set();
	/** Fails when something was given up that the system cannot do without. */
	failure = makeUnsafe();
	options;
	names = new Names();
	acknowledgements = new Acknowledgements(this);
	shared = new SharedBuffers();
	ask = (question) => answer$1(this, MAIN, question);
	sharedNames = new SharedNames(this.ask);
	stopTimeoutMillis;
	interruptGraceMillis;
	nameTimeoutMillis;
	nestedWaitMillis;
	handles = /* @__PURE__ */ new Map();
	sweeper;
	letterLog;
	/** Channels for buffers that are moved. */
	ports = new PortBroker(this);
	/** How each thread ended, by its record: the latest one counts. */
	exits = /* @__PURE__ */ new Map();
	lingers;
	incarnations = 0;
	closed = false;
	ended = false;
	constructor(options) {
		this.options = options;
		this.stopTimeoutMillis = options.stopTimeoutMillis;
		this.interruptGraceMillis = options.interruptGraceMillis;
		this.nameTimeoutMillis = options.startTimeoutMillis;
		this.nestedWaitMillis = options.nestedWaitMillis;
		this.carrier = new Carrier(get$1(options.context, MinimumLogLevel));
		this.arena = make$1(options.sizes);
		this.lingers = options.linger !== "off" && options.spawner !== void 0 && options.eventLoop === void 0;
		this.slow = new Slow(this);
		this.letterLog = new DeadLetterLog(options.context, options.deadLetterLogMillis);
		const thread = allot(this.arena, ++this.incarnations);
		this.loop = new ThreadLoop({
			arena: this.arena,
			thread,
			keepAlive: options.keepAlive,
			eventLoop: options.eventLoop,
			linger: this.lingers ? {
				option: options.linger,
				parallelism: parallelism()
			} : void 0,
			runsAlone: options.eventLoop === void 0 && parallelism() === 1,
			threadName: (index) => this.directory.threadName(index),
			deathReason: (index) => this.exits.get(index)?.reason ?? new ThreadDied({
				confirmed: true,
				detail: "it ended"
			}),
			noticed: () => this.sweeper.sweep(),
			lost: (letters) => this.letterLog.add(letters),
			slowLimits: this.slow.limits,
			slow: (report) => this.slow.log.add(report, this.slow.version),
			jobOf: (instance, method) => this.directory.jobOf(instance, method),
			corrupt: (index, problem) => corruptOnMain(this, index, problem),
			wantPort: (index, incarnation) => this.ports.wantFromMain(index, incarnation)
		});
		this.sweeper = new Sweeper(this.loop.mesh, (thread, buried) => {
			tellLast(this.loop.letters, this.exits.get(thread), buried);
		});
		this.directory = new Directory(this.loop.mesh, this.loop.outbox);
		store(this.arena, thread, Thread.state, State.started);
		this.publish();
		this.loop.start();
	}
	nextInstance() {
		return ++instances;
	}
	/**
	* Tells all threads what has changed, and a new one how things are; with `acknowledge` they say when they know. Returns
	* the version of that.
	*/
	publish(fresh, acknowledge = false) {
		const threads = [MAIN, ...Array.from(this.handles.values(), entryOf)];
		const news = this.names.next(deathEpoch(this.arena), threads);
		for (const name of news.removed) this.slow.left(name);
		this.loop.deaths.loseAll(news.threads);
		this.directory.announce(news);
		this.loop.deaths.after(() => {
			this.directory.apply(news);
			this.acknowledgements.look();
		});
		for (const handle of this.handles.values()) {
			const isFresh = handle === fresh;
			this.post(handle, {
				_tag: "directory",
				news: isFresh ? this.names.all : news,
				acknowledge: acknowledge || isFresh
			});
		}
		return news.version;
	}
	/** Makes names known to all threads, all or none of them; a reason when one is taken. */
	register(entries) {
		for (const [index, entry] of entries.entries()) {
			const refused = this.names.add(entry);
			if (refused === void 0) continue;
			for (const { name } of entries.slice(0, index)) this.names.remove(name);
			return refused;
		}
		this.publish();
	}
	/** A thread that was started again takes its place, in each of the actors that it serves. */
	replaceMembers(names, members) {
		for (const [index, name] of names.entries()) this.names.setMember(name, members[index]);
		this.publish();
	}
	/** A thread will not be started again. */
	giveUp(names, threadName) {
		for (const name of names) this.names.giveUp(name, threadName);
		this.publish();
	}
	unregister(names) {
		if (names.filter((name) => this.names.remove(name)).length > 0) this.publish();
	}
	isEnding() {
		return this.ended || !this.loop.takesMail;
	}
	/** Nobody is started any more. */
	get isClosed() {
		return this.closed;
	}
	/** Who has that name, and may start nobody else with it: a thread, or a place that waits for its next one. */
	whoHas(name, own) {
		if (name === "main" || this.invited.has(name)) return "thread";
		if (this.threads.some((handle) => handle.name === name && handle.lost === void 0)) return "thread";
		for (const place of this.places) if (place !== own && place.keeps(name)) return "place";
	}
	/** A free record; -1 when there is none. One of a dead thread is free once all have acknowledged: that is waited for. */
	allot = suspend(() => {
		const thread = allot(this.arena, ++this.incarnations);
		const next = this.sweeper.next;
		if (thread >= 0 || next === void 0) return succeed(thread);
		return andThen(this.sweeper.awaitSwept(next), this.allot);
	});
	/** All names, for a thread that knows none. */
	get allNames() {
		return this.names.all;
	}
	/** A thread was spawned: from now on it is listed, in every thread. */
	adopt(handle) {
		this.handles.set(handle.thread, handle);
		handle.spawned.port.onMessage((message) => this.onMessage(handle, message));
		handle.spawned.onExit((exit) => this.onExit(handle, exit));
		this.post(handle, {
			_tag: "lives",
			events: this.lives.now.map(encode)
		});
		this.post(handle, this.slow.news);
		this.publish(handle);
	}
	post(handle, message) {
		handle.spawned.port.post(message);
		if (this.lingers && isAlive(this.arena, handle.thread)) ring(this.arena, handle.thread, NOTICE);
	}
	onMessage(handle, message) {
		take$1(this, handle, message);
	}
	/** What it has told and nobody has heard yet. */
	readPort(handle) {
		for (;;) {
			const message = handle.spawned.port.takeSync();
			if (message === void 0) return;
			this.onMessage(handle, message);
		}
	}
	log(effect) {
		runForkWith(this.options.context)(effect);
	}
	/** Lets a thread finish what it has, bounded by the deadline; when it has exited, `held` says by what. Idempotent. */
	stopThread(handle, by = "layer") {
		return suspend(() => {
			if (handle.stoppedBy === void 0 && this.handles.has(handle.thread)) {
				handle.stoppedBy = by;
				const tell = () => this.tellStop(handle);
				if (!this.names.leaveAll(handle.incarnation)) tell();
				else this.acknowledgements.soon(this.publish(void 0, true), tell);
			}
			const release = this.loop.hold();
			return _await(handle.exited).pipe(timeoutOption(handle.lost === void 0 ? this.options.stopTimeoutMillis + UNRESPONSIVE_MILLIS : 0), flatMap((exited) => {
				if (isSome(exited)) return void_;
				this.readPort(handle);
				nameWhatHolds(handle);
				return terminate(this, handle);
			}), andThen(timeoutOption(this.sweeper.awaitSwept(handle.thread), SWEEP_MILLIS)), andThen(suspend(() => warn(handle, this.options.stopTimeoutMillis))), ensuring(sync(release)));
		}).pipe(provideContext(this.options.context));
	}
	tellStop(handle) {
		this.loop.flush();
		this.post(handle, {
			_tag: "stop",
			deadlineMillis: this.options.stopTimeoutMillis
		});
	}
	/** It was told to end and does not: nobody sends there any more, and who did settles what can be settled. */
	lose(handle, cause) {
		handle.lost = cause;
		this.names.removeMember(handle.incarnation);
		this.publish();
		this.acknowledgements.look();
		const replaced = mayBeReplaced(handle);
		if (replaced) endPlace(handle, cause);
		const next = replaced ? "another one takes its place" : "its place stays empty until it ends";
		this.log(logError(`thread "${handle.name}": ${cause.detail}; ${next}`));
	}
	/** Called once, after the thread's last write: only now is anything done about its death. */
	onExit(handle, exit) {
		this.readPort(handle);
		const { thread } = handle;
		const state = load(this.arena, thread, Thread.state);
		const stopped = state === State.stopped;
		const recycled$1 = handle.overdue || state === State.recycled;
		const cause = new ThreadDied({
			confirmed: true,
			detail: summary(exit)
		});
		handle.cause ??= handle.corrupt ?? cause;
		const died = recycled$1 ? recycled(`"${handle.recycledWith}"`) : cause;
		this.exits.set(thread, {
			...identityOf(handle),
			reason: stopped ? new Stopped({}) : handle.corrupt ?? died
		});
		if (!stopped) {
			const { crashed, recycled: asked } = State;
			store(this.arena, thread, Thread.state, recycled$1 ? asked : crashed);
		}
		this.log(logEnd(handle, exit, stopped || recycled$1));
		const code = handle.corrupt ? CORRUPT : exit.code ?? 0;
		store(this.arena, thread, Thread.exitCode, code);
		doneUnsafe(handle.ready, fail$1(new StartFailed({
			cause: "threw",
			entry: "",
			detail: `it ended while starting: ${describeExit(exit)}`
		})));
		this.handles.delete(thread);
		this.ports.forget(handle.incarnation);
		this.slow.log.forget(handle.incarnation);
		this.names.removeMember(handle.incarnation);
		this.sweeper.announce(thread);
		this.loop.onNotice();
		this.loop.flush();
		this.publish();
		this.acknowledgements.look();
		handle.place?.exited(handle);
		handle.spawned.port.close();
		doneUnsafe(handle.exited, succeed$1(exit));
		endPlace(handle, cause);
	}
	/** Tells all threads what has become of one. */
	tellLife(event) {
		this.lives.tell(event);
		const events = [encode(event)];
		for (const handle of this.handles.values()) this.post(handle, {
			_tag: "lives",
			events
		});
	}
	/** What was given up is more than the system can do without: it fails, and stops. */
	escalate(error) {
		if (doneUnsafe(this.failure, fail$1(error))) this.log(asVoid(this.close));
	}
	/** Stops every thread that is left, then main's actors, and lets go of the memory. */
	close = suspend(() => {
		if (this.ended) return succeed({
			late: [],
			died: []
		});
		this.closed = true;
		if (this.names.removeServedElsewhere(this.loop.thread)) this.publish();
		const since = performance.now();
		const handles = Array.from(this.handles.values());
		return gen({ self: this }, function* () {
			yield* this.stopThreads(handles, "system");
			const own = yield* stopAll(this, since);
			for (const place of this.places) place.settle("system");
			this.ended = true;
			this.lives.end();
			this.loop.letters.end();
			this.letterLog.end();
			this.slow.log.end();
			const { died, late } = outcomeOf(handles);
			return {
				late: [...late, ...own],
				died
			};
		});
	});
	/** Stops threads side by side. */
	stopThreads(handles, by) {
		return forEach(handles, (handle) => this.stopThread(handle, by), {
			concurrency: "unbounded",
			discard: true
		});
	}
	/** What is known of every thread, for listings. */
	get threads() {
		return Array.from(this.handles.values());
	}
};
// ../../../packages/core/src/internal/system/starting.ts
/**
* Starting a thread: a record for it, the worker, and the wait until it says that it is ready. Runs on main.
*/
/** Why nobody may start a thread of that name; `own` is the place that starts its next one. */
const nameTaken = (main, name, own) => {
	const who = main.whoHas(name, own);
	if (who === void 0) return void 0;
	const remedy = "give each thread a name of its own";
	if (who === "thread") return new InvalidOption({
		option: "name",
		value: `"${name}", which another thread of this system has`,
		remedy
	});
	const value = `"${name}", which another layer's thread has, that is being started again`;
	return new InvalidOption({
		option: "name",
		value,
		remedy: `${remedy}, or close that layer first`
	});
};
/** Starts a thread and completes when it is ready, or fails with the reason it did not start. */
const start = (main, request) => gen(function* () {
	const { arena, options } = main;
	const { sizes, spawner, startTimeoutMillis } = options;
	const actors = request.instances.map(({ name }) => name);
	const fail$2 = (reason) => new ActorError({
		reason,
		actor: actors.join(", "),
		job: "",
		thread: request.name,
		started: false
	});
	if (spawner === void 0 || main.isClosed) return yield* fail$2(new Stopped({}));
	const taken = nameTaken(main, request.name, request.place);
	if (taken !== void 0) return yield* fail$2(taken);
	const allotted = yield* timeoutOption(main.allot, startTimeoutMillis);
	const thread = getOrElse(allotted, () => -1);
	if (thread < 0) return yield* fail$2(noRoom(sizes.maxThreads));
	if (main.isClosed) {
		clear(arena, thread);
		return yield* fail$2(new Stopped({}));
	}
	const boot = {
		buffer: arena.buffer,
		sizes,
		thread,
		incarnation: load(arena, thread, Thread.incarnation),
		name: request.name,
		entry: request.entry,
		instances: request.instances,
		names: main.allNames,
		stopTimeoutMillis: options.stopTimeoutMillis,
		interruptGraceMillis: main.interruptGraceMillis,
		nameTimeoutMillis: main.nameTimeoutMillis,
		nestedWaitMillis: main.nestedWaitMillis,
		linger: main.options.linger,
		slow: main.slow.settings,
		slowVersion: main.slow.version,
		minimumLogLevel: get$1(options.context, MinimumLogLevel)
	};
	const { name, place, resourceLimits, whenLost } = request;
	const spawning = (request.spawn?.(boot) ?? spawner.spawn({
		name,
		boot,
		resourceLimits
	})).pipe(mapError((error) => fail$2(error.reason)), onError(() => sync(() => clear(arena, thread))), map$1((spawned) => {
		const handle = makeHandle({
			thread,
			incarnation: boot.incarnation,
			name,
			actors,
			spawned,
			whenLost,
			place
		});
		request.created(handle);
		main.adopt(handle);
		return handle;
	}));
	const handle = yield* uninterruptible(spawning);
	const release = main.loop.hold();
	yield* _await(handle.ready).pipe(mapError((reason) => reason._tag === "StartFailed" || reason._tag === "EntryMismatch" ? withEntry(reason, request.entry) : reason), timeoutOrElse({
		duration: startTimeoutMillis,
		orElse: () => fail(hung(request.entry, startTimeoutMillis))
	}), mapError(fail$2), onError(() => terminate(main, handle)), onExit(() => sync(release)));
	handle.started = true;
	return handle;
});
// ../../../packages/core/src/internal/system/inviting.ts
/**
* Threads that this system did not start: main gives them a port of their own, they say over it that they are there, and get a
* record and all they need to attach. So an invitation that nobody uses has cost a port, which is closed. The close of the port
* is also the exit of one that has attached: it is never ended by us. Runs on main.
*/
const invite = (main, name) => gen(function* () {
	const fail = (reason) => new ActorError({
		reason,
		actor: "ActorSystem",
		job: "",
		thread: String(name),
		started: false
	});
	if (typeof name !== "string" || name === "") return yield* fail(invalid("name", name, "give the thread a name: a text that is not empty"));
	const foreign = main.options.spawner?.foreign;
	if (foreign === void 0) return yield* fail(new InvalidOption({
		option: "invite",
		value: "called on a system without a platform",
		remedy: "use the actor system of a platform that can, such as NodeActorSystem.layer()"
	}));
	if (main.isClosed) return yield* fail(new Stopped({}));
	const taken = nameTaken(main, name);
	if (taken !== void 0) return yield* fail(taken);
	const { end, spawned } = foreign();
	let handle;
	const place = new Place(main, [], name, () => handle);
	yield* addFinalizer$1(() => sync(() => place.settle("layer")));
	yield* addFinalizer$1(() => handle === void 0 ? void_ : main.stopThread(handle));
	main.invited.add(name);
	const come = ensuring(arrival(main, spawned), sync(() => main.invited.delete(name)));
	const start$1 = start(main, {
		name,
		entry: "",
		instances: [],
		resourceLimits: void 0,
		whenLost: void 0,
		place,
		created: (created) => {
			handle = created;
		},
		spawn: (boot) => {
			spawned.port.post({
				...boot,
				linger: "off"
			});
			return succeed(spawned);
		}
	});
	/** It waits for an answer. */
	const refuse = ({ reason }) => {
		if (handle === void 0) spawned.port.post({
			_tag: "refused",
			reason: encodeReason(reason)
		});
	};
	const attached = makeUnsafe();
	const starting = mapError(come, fail).pipe(andThen(tapError(start$1, (error) => sync(() => refuse(error)))), mapError((error) => error.reason._tag === "StartFailed" ? fail(late(error.reason)) : error), ensuring(sync(() => handle === void 0 && spawned.port.close())), tap(() => sync(() => place.started())), onExit((exit) => done$1(attached, asVoid$1(exit))));
	yield* forkScoped(ignore(andThen(starting, suspend(() => ended(place, handle)))), { startImmediately: true });
	return {
		handle: {
			"~@stevedore/core/Invitation": name,
			port: end
		},
		transfer: [end],
		attached: _await(attached)
	};
});
/** Completes when the thread that was invited says that it is there. */
const arrival = (main, { onExit, port }) => callback((resume) => {
	port.onMessage(() => resume(void_));
	onExit(() => resume(fail(new StartFailed({
		cause: "threw",
		entry: "",
		detail: "it ended before it had attached"
	}))));
}).pipe(timeoutOrElse({
	duration: main.options.startTimeoutMillis,
	orElse: () => fail(new StartFailed({
		cause: "hung",
		entry: "",
		detail: ""
	}))
}));
/** Nobody can start it again. */
const ended = (place, handle) => map$1(_await(handle.over), (cause) => {
	if (handle.stoppedBy !== void 0) return;
	place.died(cause, void 0);
	place.gaveUp(cause, false);
});
const late = ({ cause, detail }) => cause === "hung" ? new StartFailed({
	cause,
	entry: "",
	detail: "the thread that was invited has not attached in time"
}) : new StartFailed({
	cause,
	entry: "",
	detail
});
// ../../../packages/core/src/internal/system/members.ts
/**
* Who serves an actor, as one thread knows it.
*/
const membersOf = ({ directory }, name) => {
	let entries;
	let members = [];
	const now = () => {
		const latest = directory.members(name);
		if (latest === entries) return members;
		entries = latest;
		members = latest.filter(({ state }) => state === "up").map(({ incarnation, threadName }) => ({
			thread: threadName,
			id: incarnation
		}));
		return members;
	};
	return {
		get now() {
			return now();
		},
		changes: unwrap(gen(function* () {
			const queue = yield* sliding(1);
			const tell = () => void offerUnsafe(queue, now());
			tell();
			yield* acquireRelease(sync(() => directory.watch(name, tell)), (unwatch) => sync(unwatch));
			return fromQueue(queue);
		})),
		watch: (look) => directory.watch(name, look)
	};
};
// ../../../packages/core/src/internal/sending/clientRoute.ts
/**
* Which target a job goes to, as its sender decides it.
*/
const makeRoute = (binding, routing, rpc, method) => {
	const tag = rpc._tag;
	const chooses = routing?.key ?? get$1(rpc.annotations, KeyOf) ?? primaryKeyOf(rpc);
	const routed = {
		target: void 0,
		key: void 0
	};
	return (payload, chain, thread) => {
		const { entry } = binding;
		if (entry === void 0) {
			const unknown = binding.unknown();
			if (unknown !== void 0) return unknown;
		}
		if (thread !== void 0) {
			const target = binding.at(thread);
			if (!(target instanceof Target)) return target;
			routed.target = target;
			routed.key = void 0;
			return routed;
		}
		let key;
		if (entry !== void 0 && entry.strategy !== "roundRobin") {
			if (entry.strategy === "consistentKey" && routing === void 0) return keyElsewhere(binding.name);
			if (chooses !== void 0) {
				let chosen;
				try {
					chosen = typeof chooses === "function" ? chooses(payload, {
						tag,
						payload
					}) : chooses;
				} catch (thrown) {
					return keyThrew(method, payload, thrown);
				}
				if (typeof chooses !== "function" || !isKey(chosen)) return badKey(tag, chosen);
				key = chosen;
			}
		}
		const target = binding.select(key, chain);
		if (!(target instanceof Target)) return target;
		routed.target = target;
		routed.key = key;
		return routed;
	};
};
const isKey = (key) => typeof key === "string" || typeof key === "bigint" || typeof key === "number" && !Number.isNaN(key);
/** `Rpc.make(…, { primaryKey })` makes the payload a class that knows its key; callers give its constructor's input. */
const primaryKeyOf = (rpc) => {
	const { prototype } = rpc.payloadSchema;
	if (prototype === void 0 || !isPrimaryKey(prototype)) return void 0;
	return (payload) => value(isPrimaryKey(payload) ? payload : rpc.payloadSchema.make(payload));
};
const keyElsewhere = (name) => new InvalidOption({
	option: "routing",
	value: "Routing.consistentKey(function)",
	remedy: `the function lives on the thread that built "${name}" and cannot be called here; use Routing.annotatedKey with Job.KeyOf`
});
const badKey = (tag, key) => {
	if (key instanceof Promise) key.catch(() => {});
	return invalid(`the routing key of "${tag}"`, key, "use a function that returns a string, a number that is not NaN, or a bigint");
};
/** A key function that throws has most likely been given a payload of the wrong shape: then that is what is said. */
const keyThrew = (method, payload, thrown) => {
	try {
		method.codecs.payload.encode(payload);
	} catch (failure) {
		if (failure instanceof CodecFailure) return new Undecodable({
			what: "payload",
			issue: failure.issue
		});
	}
	return new InvalidOption({
		option: `the routing key of "${method.tag}"`,
		value: `a function that threw ${shown(thrown)}`,
		remedy: "return a key for every payload that the schema allows"
	});
};
// ../../../packages/core/src/internal/system/systemView.ts
/**
* What can be read of a system from any of its threads: listings and counts, out of shared memory.
*/
const STATES = [
	"free",
	"configured",
	"initialized",
	"started",
	"stopping",
	"stopped",
	"crashed",
	"stopped"
];
/** An `ActorError` that is about the system and no job. */
const failure = (reason, actor = "ActorSystem") => new ActorError({
	reason,
	actor,
	job: "",
	thread: "",
	started: false
});
const threads = (system) => {
	const { arena } = system.loop;
	const read = (thread, field) => load(arena, thread, field);
	return system.directory.threads.filter((each) => read(each.thread, Thread.incarnation) === each.incarnation).map((each) => ({
		id: each.incarnation,
		name: each.name,
		isMain: each.thread === 0,
		state: STATES[read(each.thread, Thread.state)],
		pending: pending$1(arena, each.thread),
		busyMillis: read(each.thread, Thread.busyMillis),
		rings: read(each.thread, Thread.rings),
		lingerHits: read(each.thread, Thread.lingerHits),
		lingerMillis: read(each.thread, Thread.lingerMillis)
	}));
};
/** Whether it says which threads are meant; plain JavaScript may call with anything. */
const wrongOf = (option, of) => {
	const { actor, thread } = typeof of === "object" && of !== null ? of : {};
	const key = actor?.key;
	if (typeof thread === "string" || typeof key === "string") return void 0;
	return invalid(option, of, "name a thread, { thread: \"app/Digester-0\" }, or an actor by its class, { actor: Digester }");
};
const pending = (system, of) => suspend(() => {
	const { arena } = system.loop;
	const wrong = wrongOf("ActorSystem.pending", of);
	if (wrong !== void 0) return fail(failure(wrong));
	if ("thread" in of) {
		const entry = system.directory.threads.findLast((each) => each.name === of.thread);
		if (entry === void 0) {
			const names = system.directory.threads.map((each) => each.name).join(", ");
			return fail(failure(new Unreachable({ detail: `no thread "${of.thread}"; there are ${names}` })));
		}
		return succeed(pending$1(arena, entry.thread));
	}
	const binding = system.directory.has(of.actor.key) ? system.directory.binding(of.actor.key) : void 0;
	if (binding === void 0 || binding.targets.length === 0) {
		const detail = `no layer of this actor system provides "${of.actor.key}"`;
		return fail(failure(new Unreachable({ detail }), of.actor.key));
	}
	if (of.key !== void 0) {
		if (!isKey(of.key)) return fail(failure(invalid("key", of.key, "ask with a string, a number that is not NaN, or a bigint")));
		const target = binding.select(of.key);
		return succeed(target instanceof Target ? pending$1(arena, target.peer.thread) : 0);
	}
	return succeed(binding.targets.reduce((sum, target) => sum + pending$1(arena, target.peer.thread), 0));
});
const info = (system) => {
	const { arena, isReleased, mesh, outbox } = system.loop;
	if (!isReleased) outbox.reclaim();
	return {
		segmentsFree: mesh.pool.countFree(),
		segments: arena.layout.segmentCount,
		smallBlocksFree: mesh.pool.countFreeBlocks(0),
		smallBlocks: arena.layout.blockUnits[0].count,
		largeBlocksFree: mesh.pool.countFreeBlocks(1),
		largeBlocks: arena.layout.blockUnits[1].count,
		jobsInFlight: outbox.jobs.live,
		sendsWaiting: outbox.waiting,
		deadLetters: deadLetters(arena),
		abandoned: outbox.replies.abandoned
	};
};
// ../../../packages/core/src/internal/system/slowAfter.ts
/**
* `ActorSystem.slowAfter`: other jobs count as slow, while the system runs. On main.
*/
const change = (main, of, after) => suspend(() => {
	const millis = limitOf(after);
	const wrong = wrongOf("ActorSystem.slowAfter", of) ?? (millis === void 0 ? invalid("after", after, "use a Duration such as \"50 millis\", or \"never\"") : void 0);
	if (wrong !== void 0) return fail(failure(wrong));
	const unknown = "thread" in of ? setThread(main, of.thread, millis) : setActor(main, of, millis);
	return unknown === void 0 ? void_ : fail(failure(unknown));
});
const setThread = (main, name, millis) => {
	const names = main.directory.threads.map((thread) => thread.name);
	if (!names.includes(name)) return new Unreachable({ detail: `no thread "${name}"; there are ${names.join(", ")}` });
	main.slow.set("threads", name, millis);
};
const setActor = (main, { actor: { key }, job }, millis) => {
	const jobs = main.directory.jobs(key);
	if (jobs === void 0) return new Unreachable({ detail: `no layer of this actor system provides "${key}"` });
	if (job === void 0) main.slow.set("actors", key, millis);
	else if (jobs.includes(job)) main.slow.set("jobs", `${key}.${job}`, millis);
	else return invalid("job", job, `name one of the Rpcs of "${key}": ${jobs.join(", ")}`);
};
// ../../../packages/core/src/internal/system/systemService.ts
/**
* The `ActorSystem` service of one thread, made from what that thread has of the system.
*/
/** The service on one thread. */
const fromRuntime = (runtime) => ({
	threads: sync(() => threads(runtime)),
	threadName: (id) => sync(() => threads(runtime).find((thread) => thread.id === id)?.name),
	pending: (of) => pending(runtime, of),
	info: sync(() => info(runtime)),
	watch: (of) => {
		const wrong = wrongOf("ActorSystem.watch", of);
		return wrong === void 0 ? runtime.lives.watch(of) : die(failure(wrong));
	},
	deadLetters: runtime.loop.letters.stream,
	awaitFailure: runtime.main === void 0 ? onMainOnly("awaitFailure") : _await(runtime.main.failure),
	stop: runtime.main === void 0 ? onMainOnly("stop") : stopOf(runtime.main),
	kill: (threadName) => runtime.main === void 0 ? onMainOnly("kill") : kill(runtime.main, threadName),
	invite: (name) => runtime.main === void 0 ? onMainOnly("invite") : invite(runtime.main, name),
	slowAfter: (of, after) => runtime.main === void 0 ? onMainOnly("slowAfter") : change(runtime.main, of, after),
	members: (actor) => membersOf(runtime, actor.key),
	shared: (name, bytes) => mapError(runtime.sharedNames.get(name, bytes), (reason) => failure(reason)),
	"~@stevedore/core/runtime": runtime
});
const onMainOnly = (what) => fail(failure(new InvalidOption({
	option: `ActorSystem.${what}`,
	value: "called on a worker thread",
	remedy: "call it on main"
})));
const stopOf = (main) => flatMap(main.close, ({ died, late }) => {
	const afterMillis = main.options.stopTimeoutMillis;
	const held = [...late, ...died].join(", ");
	if (late.length > 0) return failure(new Timeout({
		afterMillis,
		detail: `held by: ${held}`
	}));
	return died.length > 0 ? failure(new ThreadDied({
		confirmed: true,
		detail: held
	})) : void_;
});
// ../../../packages/core/src/internal/system/systemMemory.ts
/**
* Whether the memory that a system's sizes ask for can be had: together they decide how much it is, so a refusal names
* all of them, and for each one how far it would have to come down, the others being as they are.
*/
const MIB = 1048576;
/** The next smaller value worth trying. */
const smaller = {
	maxThreads: (value) => value - 1,
	segmentBytes: (value) => value / 2,
	jobCapacity: (value) => value - Math.max(1, Math.floor(value / 64)),
	arenaBytes: (value) => value - MIB,
	smallBlocks: (value) => value - Math.max(1, Math.floor(value / 64)),
	largeBlocks: (value) => value - 1
};
const least = {
	maxThreads: 1,
	segmentBytes: 1024,
	jobCapacity: 1,
	arenaBytes: 65536,
	smallBlocks: 2,
	largeBlocks: 2
};
const tooMuchMemory = (sizes) => {
	const bytes = bytesOf(sizes);
	if (bytes <= MAX_BYTES) return void 0;
	const names = [
		"maxThreads",
		"segmentBytes",
		"jobCapacity",
		"arenaBytes",
		"smallBlocks",
		"largeBlocks"
	];
	const ways = names.flatMap((name) => {
		const fitting = largest(sizes, name);
		return fitting === void 0 ? [] : [`${name} to ${fitting}`];
	});
	return new InvalidOption({
		option: names.join(", "),
		value: `${names.map((name) => sizes[name]).join(", ")}: together ${Math.ceil(bytes / MIB)} MiB of memory`,
		remedy: `one system takes less than 2048 MiB (each of its 2 · maxThreads² queues is granted a segment, each thread its jobCapacity · 4 bytes): lower ${ways.length > 0 ? ways.join(", or ") : "several of them"}`
	});
};
/** The largest value of one size with which the system fits; nothing where that one alone does not help. */
const largest = (sizes, name) => {
	for (let value = sizes[name]; value >= least[name]; value = smaller[name](value)) if (bytesOf({
		...sizes,
		[name]: value
	}) <= MAX_BYTES) return value;
};
// ../../../packages/core/src/internal/system/systemOptions.ts
const timesOf = (options) => {
	const wrong = [];
	const checked = (option, value, byDefault, or = "") => {
		const millis = value === void 0 ? byDefault : millisOf(value);
		if (millis !== void 0) return millis;
		const remedy = `use ${or}a Duration that is not negative, such as "10 seconds", or milliseconds`;
		wrong.push(invalid(option, value, remedy));
		return byDefault;
	};
	const times = {
		startTimeoutMillis: checked("startTimeout", options.startTimeout, 1e4),
		stopTimeoutMillis: checked("stopTimeout", options.stopTimeout, 1e4),
		interruptGraceMillis: checked("interruptGrace", options.interruptGrace, 1e3),
		nestedWaitMillis: checked("nestedWait", options.nestedWait, 1e3),
		deadLetterLogMillis: options.deadLetterLog === "never" ? Number.POSITIVE_INFINITY : checked("deadLetterLog", options.deadLetterLog, 1e4),
		terminateTimeoutMillis: checked("terminateTimeout", options.terminateTimeout, 5e3),
		linger: options.linger === void 0 || options.linger === "off" || options.linger === "adaptive" ? options.linger ?? "adaptive" : checked("linger", options.linger, 0, "\"off\", \"adaptive\", or "),
		slowAfterMillis: options.slowAfter === "never" ? Number.POSITIVE_INFINITY : checked("slowAfter", options.slowAfter, 50)
	};
	const { debug } = options;
	if (debug !== void 0 && typeof debug !== "boolean") wrong.push(invalid("debug", debug, "use true or false"));
	return wrong[0] ?? times;
};
const invalidSize = (sizes) => {
	const within = (option, least, most, or = "") => {
		const value = sizes[option];
		if (Number.isSafeInteger(value) && value >= least && value <= most) return void 0;
		return invalid(option, value, `use ${or}a whole number from ${least} to ${most}`);
	};
	const wrong = within("maxThreads", 1, 64) ?? within("jobCapacity", 1, 4e6) ?? within("segmentBytes", 1024, 1048576) ?? within("arenaBytes", 65536, 1073741824) ?? (sizes.smallBlocks === 0 ? void 0 : within("smallBlocks", 2, 32e3, "0 or ")) ?? (sizes.largeBlocks === 0 ? void 0 : within("largeBlocks", 2, 2e3, "0 or "));
	if (wrong !== void 0) return wrong;
	if ((sizes.segmentBytes & sizes.segmentBytes - 1) !== 0) return invalid("segmentBytes", sizes.segmentBytes, `use a power of two; the envelope of a job takes 40 bytes of it`);
	return tooMuchMemory(sizes);
};
// ../../../packages/core/src/ThreadSpawner.ts
/**
* The port through which an actor system gets threads: what a platform package implements, so that this package needs
* no `node:` module. Used by the main thread only (`spawn`) and by a fresh thread's bootstrap (`ThreadHost`).
*/
/**
* Starts threads. Provided by a platform package (`NodeThreadSpawner.layer`).
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import { ThreadSpawner } from "@stevedore/core/ThreadSpawner"
* import * as NodeThreadSpawner from "@stevedore/platform-node/NodeThreadSpawner"
*
* const program = Effect.gen(function*() {
*   const spawner = yield* ThreadSpawner
*   assert.equal(typeof spawner.spawn, "function")
* })
* await Effect.runPromise(Effect.provide(program, NodeThreadSpawner.layer))
* ```
*/
var ThreadSpawner = class extends Service()("@stevedore/core/ThreadSpawner") {};
// ../../../packages/core/src/ActorSystem.ts
/**
* The actor system of a program: the shared memory, the threads, and the names of actors. Made once on main by a
* platform's layer; every other thread of the system gets its own view of it.
*/
/**
* The system that actors live in. Provided by a platform (`NodeActorSystem.layer()`), and by the library itself to
* entries and handlers on every thread.
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
*   const threads = yield* system.threads
*   assert.deepEqual(threads.map((thread) => thread.name), ["main"])
* })
* await Effect.runPromise(Effect.provide(program, NodeActorSystem.layer()))
* ```
*/
var ActorSystem = class extends Service()("@stevedore/core/ActorSystem") {};
/**
* Makes a system on this thread, for as long as the scope is open. What platforms build their layer from.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as ActorSystem from "@stevedore/core/ActorSystem"
*
* const program = Effect.gen(function*() {
*   const system = yield* ActorSystem.make({ spawner: undefined, jobCapacity: 1000, arenaBytes: 1024 * 1024, maxThreads: 2 })
*   assert.equal((yield* system.info).jobsInFlight, 0)
* })
* await Effect.runPromise(Effect.scoped(program))
* ```
*/
const make = (options) => gen(function* () {
	const sizes = {
		maxThreads: options.maxThreads ?? 64,
		jobCapacity: options.jobCapacity ?? 1e6,
		segmentBytes: options.segmentBytes ?? 16384,
		arenaBytes: options.arenaBytes ?? 134217728,
		smallBlocks: options.smallBlocks ?? 1024,
		largeBlocks: options.largeBlocks ?? 64,
		debug: options.debug === true
	};
	const invalid = invalidSize(sizes);
	if (invalid !== void 0) return yield* failure(invalid);
	const times = timesOf(options);
	if ("_tag" in times) return yield* failure(times);
	const outer = yield* serviceOption(ActorSystem);
	if (options.spawner !== void 0 && isSome(outer) && outer.value["~@stevedore/core/runtime"].main === void 0) return yield* failure(tooLate(options, sizes));
	const context$1 = yield* context();
	const main = yield* acquireRelease(sync(() => new MainSystem({
		sizes,
		...times,
		spawner: options.spawner,
		keepAlive: options.spawner?.keepAlive ?? {
			ref: () => {},
			unref: () => {}
		},
		eventLoop: options.spawner?.eventLoop,
		context: context$1
	})), (system) => system.close);
	return fromRuntime(main);
});
/** Sizes are fixed before the first thread starts: it, and what it runs, cannot set them any more. */
const tooLate = (options, sizes) => {
	const given = Object.keys(sizes).filter((name) => options[name] !== void 0);
	return new InvalidOption({
		option: given.length === 0 ? "ActorSystem" : given.join(", "),
		value: `${given.length === 0 ? "a second one" : given.map((name) => options[name]).join(", ")}, on a thread of a system that is running`,
		remedy: "its memory was laid out before its first thread started: give sizes to the layer on main, and take the system from the context of a thread (yield* ActorSystem)"
	});
};
/**
* A system from a platform's spawner.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Layer from "effect/Layer"
* import * as ActorSystem from "@stevedore/core/ActorSystem"
* import * as NodeThreadSpawner from "@stevedore/platform-node/NodeThreadSpawner"
*
* const live = ActorSystem.layer({ maxThreads: 4 }).pipe(Layer.provide(NodeThreadSpawner.layer))
* const threads = Effect.flatMap(ActorSystem.ActorSystem, (system) => system.threads)
* assert.equal((await Effect.runPromise(Effect.provide(threads, live))).length, 1)
* ```
*/
const layer = (options = {}) => effect(ActorSystem, flatMap(ThreadSpawner, (spawner) => make({
	...options,
	spawner
})));
export { State as $, attach as A, refuse as B, SharedNames as C, leave as D, ring as E, end$1 as F, instanceOn as G, hookFailed as H, placeOf as I, Target as J, Absent as K, Place as L, layer$1 as M, Lives as N, recycle as O, decode as P, CORRUPT as Q, finish as R, SlowLimits as S, NOTICE as T, leftMillis as U, endlessHook as V, Directory as W, Carrier as X, isCycle as Y, terminate as Z, Ask as _, fromRuntime as a, errorOf as b, ThreadLoop as c, isFull as d, isAlive as et, follow as f, withViews as g, ScopedAsk as h, ThreadSpawner as i, forwarding as j, recycled as k, standAlone as l, sendChain as m, layer as n, store as nt, makeRoute as o, judgeSoon as p, addressedOf as q, make as r, currentTimeMillis as rt, start as s, ActorSystem as t, load as tt, fullReason as u, ClientJob as v, parallelism as w, keptMessage as x, Tell as y, finish$1 as z };
