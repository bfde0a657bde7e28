/**
 * One session over as many sockets as it takes: stamped audio out, messages in. Comes back to the session when the
 * connection breaks, says again what was lost on the way, and skips to live when acks lag.
 */
import { stamped } from "./framing";
import { subprotocols } from "./key";
import { type Command, diagnosed, type Event, type State, step, type Ticket, type Why } from "./machine";
import { AudioMemory } from "./memory";
import type { ServerMessage, Start } from "./wire.gen";

/** What a session is opened with, apart from what this class decides by itself. */
export type Wish = Omit<
  Start,
  "type" | "protocol" | "format" | "channels" | "framing" | "acks" | "resumable" | "resume"
>;

export interface Handlers {
  message(message: ServerMessage): void;
  state(state: State): void;
  /** Another session began where the one before could not be gone on with; its times begin at 0 again. */
  begun(): void;
}

/** What is replaced in tests. */
export interface World {
  open(protocols: string[]): WebSocket;
  diagnose(): Promise<{ why: Why; final: boolean; retryAfterS: number | null } | null>;
  nowMs(): number;
  chance(): number;
  later(ms: number, action: () => void): () => void;
}

const BYTES_PER_SAMPLE = 2;
const KEEP_S = 20;
/** Acks that lag by more than this: what is captured meanwhile is left out. */
export const LAG_MS = 1000;
/** … until they lag by less than this. */
export const CAUGHT_UP_MS = 250;
const HEARTBEAT_S = 5;
const SILENCE_MS = 2.5 * HEARTBEAT_S * 1000;
/** Of a file, that may wait in the socket. */
const MOST_BUFFERED_BYTES = 1 << 18;

export class Connection {
  #state: State = { name: "idle" };
  #socket: WebSocket | null = null;
  #ready = false;
  #sequence = 0;
  /** Bytes of the stream so far, captured or skipped. */
  #position = 0;
  #sent = 0;
  #finals = 0;
  #memory: AudioMemory;
  #awaited: { sequence: number; atMs: number }[] = [];
  #skipping = false;
  #heardAtMs = 0;
  #cancelWait: () => void = () => {};
  #cancelWatch: () => void = () => {};

  constructor(
    private readonly wish: Wish,
    private readonly apiKey: string | null,
    private readonly handlers: Handlers,
    private readonly world: World,
  ) {
    this.#memory = new AudioMemory(KEEP_S * wish.sample_rate * BYTES_PER_SAMPLE);
  }

  get state(): State {
    return this.#state;
  }

  /** Seconds of audio in this session so far, sent or to be sent. */
  get positionS(): number {
    return this.#position / BYTES_PER_SAMPLE / this.wish.sample_rate;
  }

  /** Frames on their way that nobody has answered, in ms: the age of the oldest. */
  get lagMs(): number {
    const oldest = this.#awaited[0];
    return oldest === undefined ? 0 : this.world.nowMs() - oldest.atMs;
  }

  start(): void {
    this.#happen({ type: "start" });
  }

  /** No more audio: asks for what is left, then closes. */
  stop(): void {
    this.#happen({ type: "stop" });
  }

  /** Gives up at once. */
  abandon(): void {
    this.#happen({ type: "abandon" });
  }

  /** The network is there again. */
  online(): void {
    this.#happen({ type: "online" });
  }

  config(change: Record<string, unknown>): void {
    Object.assign(this.wish, change);
    this.#say({ type: "config", ...change });
  }

  /** @param captureUs when its first sample was captured, in µs */
  send(pcm: Int16Array, captureUs: number): void {
    const frame = { position: this.#position, captureUs, pcm };
    this.#position += pcm.byteLength;
    if (this.wish.pace !== "file" && this.#lags()) return;
    this.#memory.keep(frame);
    if (this.#ready) this.#deliver(frame.position, captureUs, pcm);
  }

  /** For files: resolves when more may be sent. */
  async room(): Promise<void> {
    while (!this.#ready || (this.#socket?.bufferedAmount ?? 0) > MOST_BUFFERED_BYTES) {
      if (this.#state.name === "ended" || this.#state.name === "failed") return;
      await new Promise<void>((resolve) => this.world.later(10, resolve));
    }
  }

  #lags(): boolean {
    const lag = this.lagMs;
    this.#skipping = this.#skipping ? lag > CAUGHT_UP_MS : lag > LAG_MS;
    return this.#skipping;
  }

  /** Sends a frame, and says before what is missing in front of it. */
  #deliver(position: number, captureUs: number, pcm: Int16Array): void {
    if (position > this.#sent) this.#say({ type: "skip", bytes: position - this.#sent });
    this.#sent = position + pcm.byteLength;
    const sequence = this.#sequence++ >>> 0;
    this.#awaited.push({ sequence, atMs: this.world.nowMs() });
    this.#socket?.send(stamped(sequence, captureUs, pcm));
  }

  #say(message: object): void {
    if (this.#ready) this.#socket?.send(JSON.stringify(message));
  }

  #happen(event: Event): void {
    const next =
      event.type === "diagnosed"
        ? diagnosed(this.#state, event)
        : step(this.#state, event, this.world.chance());
    const changed = next.state !== this.#state;
    this.#state = next.state;
    for (const command of next.commands) this.#do(command);
    if (this.#state.name === "ended" || this.#state.name === "failed") this.#rest();
    if (changed) this.handlers.state(this.#state);
  }

  #do(command: Command): void {
    switch (command.type) {
      case "connect":
        this.#connect(command.ticket);
        break;
      case "wait":
        this.#cancelWait();
        this.#cancelWait = this.world.later(command.ms, () => this.#happen({ type: "due" }));
        break;
      case "sayStop":
        this.#say({ type: "stop" });
        break;
      case "hangUp":
        this.#hangUp();
        break;
      case "diagnose":
        void this.world.diagnose().then((found) => {
          if (found !== null) this.#happen({ type: "diagnosed", ...found });
        });
        break;
    }
  }

  #connect(ticket: Ticket | null): void {
    this.#cancelWait();
    this.#hangUp();
    const socket = this.world.open(subprotocols(this.apiKey));
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#heardAtMs = this.world.nowMs();
    this.#watch();
    socket.onopen = () => socket.send(JSON.stringify(this.#startMessage(ticket)));
    socket.onmessage = (event) => this.#hear(JSON.parse(event.data as string) as ServerMessage, ticket);
    socket.onclose = (event) => {
      if (this.#socket === socket) this.#lose(event.code, event.reason);
    };
  }

  #startMessage(ticket: Ticket | null): Start {
    return {
      ...this.wish,
      type: "start",
      protocol: 1,
      format: "s16le",
      channels: 1,
      framing: "stamped",
      acks: "hop",
      heartbeat_s: HEARTBEAT_S,
      resumable: true,
      resume: ticket === null ? null : { token: ticket.token, finals: this.#finals },
    };
  }

  #hear(message: ServerMessage, ticket: Ticket | null): void {
    this.#heardAtMs = this.world.nowMs();
    switch (message.type) {
      case "ready": {
        const fresh = !message.resumed;
        if (fresh) this.#begin();
        this.#ready = true;
        const { resume: to } = message;
        this.#happen({ type: "ready", ticket: to && { token: to.token, graceS: to.grace_s } });
        if (fresh && ticket === null && this.#position === 0) break;
        this.#sent = message.received_bytes;
        for (const kept of this.#memory.since(this.#sent))
          this.#deliver(kept.position, kept.captureUs, kept.pcm);
        break;
      }
      case "ack":
        this.#acknowledge(message.sequence);
        break;
      case "chord":
        if (message.status === "final")
          this.#finals = Math.max(this.#finals, (message.index ?? this.#finals) + 1);
        break;
      case "ping":
        this.#say({ type: "pong" });
        break;
      case "error":
        this.#happen({
          type: "error",
          code: message.code,
          detail: message.message,
          retryAfterS: message.retry_after_s ?? null,
        });
        break;
      case "done":
        this.handlers.message(message);
        this.#happen({ type: "done", reason: message.reason });
        return;
    }
    this.handlers.message(message);
  }

  /** A new session counts from nothing; what was not yet heard of the last seconds is said to it, too. */
  #begin(): void {
    this.#finals = 0;
    this.#sequence = 0;
    this.#awaited = [];
    const waiting = this.#memory.since(this.#sent);
    this.#memory.forget();
    this.#position = 0;
    this.#sent = 0;
    for (const frame of waiting) {
      this.#memory.keep({ ...frame, position: this.#position });
      this.#position += frame.pcm.byteLength;
    }
    this.handlers.begun();
  }

  #acknowledge(sequence: number): void {
    while (this.#awaited.length > 0 && this.#awaited[0]!.sequence <= sequence) this.#awaited.shift();
  }

  /** A server that is silent for two and a half heartbeats is gone, whatever TCP believes. */
  #watch(): void {
    this.#cancelWatch();
    this.#cancelWatch = this.world.later(1000, () => {
      if (this.#socket === null) return;
      if (this.world.nowMs() - this.#heardAtMs > SILENCE_MS) this.#lose(1006, "silence");
      else this.#watch();
    });
  }

  #lose(code: number, detail: string): void {
    this.#hangUp();
    this.#happen({ type: "closed", code, detail });
  }

  #hangUp(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#ready = false;
    this.#awaited = [];
    this.#skipping = false;
    this.#cancelWatch();
    socket?.close();
  }

  #rest(): void {
    this.#cancelWait();
    this.#hangUp();
    this.#memory.forget();
  }
}
