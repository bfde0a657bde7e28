/**
 * One session over as many sockets as it takes: stamped audio out, messages in. Comes back to the session when the
 * connection breaks, says again what was lost on the way, and skips to live when acks lag.
 */
import { stamped } from "./framing";
import { subprotocols } from "./key";
import { type Command, diagnosed, type Event, type State, step, type Ticket, type Why } from "./machine";
import { Outbox } from "./outbox";
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

const HEARTBEAT_S = 5;
const SILENCE_MS = 2.5 * HEARTBEAT_S * 1000;
/** Of a file, that may wait in the socket. */
const MOST_BUFFERED_BYTES = 1 << 18;

export class Connection {
  #state: State = { name: "idle" };
  #socket: WebSocket | null = null;
  #ready = false;
  #finals = 0;
  #stopping = false;
  #outbox: Outbox;
  #heardAtMs = 0;
  #cancelWait: () => void = () => {};
  #cancelWatch: () => void = () => {};

  constructor(
    private readonly wish: Wish,
    private readonly apiKey: string | null,
    private readonly handlers: Handlers,
    private readonly world: World,
  ) {
    this.#outbox = new Outbox(wish.sample_rate, wish.pace !== "file");
  }

  get state(): State {
    return this.#state;
  }

  /** Seconds of audio in this session so far, sent or to be sent. */
  get positionS(): number {
    return this.#outbox.positionS;
  }

  start(): void {
    this.#happen({ type: "start" });
  }

  /** No more audio: asks for what is left, then closes. */
  stop(): void {
    // What waited for the connection is still to be heard, as long as there is one; who asks twice is in a hurry.
    this.#stopping = !this.#stopping && this.#state.name === "open" && this.#outbox.waits;
    if (!this.#stopping) this.#happen({ type: "stop" });
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
    this.#outbox.keep(pcm, captureUs, this.world.nowMs());
    this.#deliver();
  }

  /** For files: resolves when more may be sent. */
  async room(): Promise<void> {
    while (!this.#ready || (this.#socket?.bufferedAmount ?? 0) > MOST_BUFFERED_BYTES) {
      if (this.#state.name === "ended" || this.#state.name === "failed") return;
      await new Promise<void>((resolve) => this.world.later(10, resolve));
    }
  }

  /** Sends what may go, and says before each what is missing in front of it. */
  #deliver(): void {
    if (!this.#ready) return;
    for (const { skipBytes, sequence, captureUs, pcm } of this.#outbox.due(this.world.nowMs())) {
      if (skipBytes > 0) this.#say({ type: "skip", bytes: skipBytes });
      this.#socket?.send(stamped(sequence, captureUs, pcm));
    }
    if (this.#stopping && !this.#outbox.waits) this.stop();
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
    socket.onmessage = (event) => this.#hear(JSON.parse(event.data as string) as ServerMessage);
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

  #hear(message: ServerMessage): void {
    this.#heardAtMs = this.world.nowMs();
    switch (message.type) {
      case "ready": {
        if (message.resumed) this.#outbox.resume(message.received_bytes, this.world.nowMs());
        else this.#begin();
        this.#outbox.hopS = (message.hop_ms ?? 0) / 1000;
        this.#ready = true;
        const { resume: to } = message;
        this.#happen({ type: "ready", ticket: to && { token: to.token, graceS: to.grace_s } });
        this.#deliver();
        break;
      }
      case "ack":
        this.#outbox.acknowledge(message.sequence);
        this.#deliver();
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
    this.#outbox.begin(this.world.nowMs());
    this.handlers.begun();
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
    if (this.#stopping) this.abandon();
    else this.#happen({ type: "closed", code, detail });
  }

  #hangUp(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#ready = false;
    this.#outbox.disconnect();
    this.#cancelWatch();
    socket?.close();
  }

  #rest(): void {
    this.#cancelWait();
    this.#hangUp();
    this.#outbox.forget();
  }
}
