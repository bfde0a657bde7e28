/** Listens: a source, a connection and what is known of the session, held together. */
import type { Frame } from "../audio/frames";
import { MicrophoneError, type MicrophoneTrouble } from "../audio/microphone";
import { RecordingError } from "../audio/recording";
import type { Source, SourceHandlers } from "../audio/source";
import { Tape } from "../audio/tape";
import { Connection, type Wish } from "./connection";
import { begunAgain, corrected, heard } from "./hearing";
import { Ledger } from "./ledger";
import { notice, phaseOf, type Taste, useListened } from "./listened";
import type { State } from "./machine";
import { nothingHeard, type Phase, useSession } from "./session";
import { StreamClock } from "./streamClock";
import type { Surroundings, Wanted } from "./surroundings";
import type { ServerMessage } from "./wire.gen";

export class Listening {
  readonly tape = new Tape();
  #wanted: Wanted = { kind: "microphone" };
  #source: Source | null = null;
  #connection: Connection | null = null;
  #trouble: MicrophoneTrouble = "fine";
  /** Goes up with each start and stop: what was asked for before is not wanted any more. */
  #turn = 0;
  #begun = false;
  /** A session that ended by itself goes on with the next audio. */
  #revivable = false;
  #key: string | null = null;
  #notes = false;
  #rate = 0;
  readonly #clock = new StreamClock();
  readonly #ledger = new Ledger();

  constructor(private readonly around: Surroundings) {}

  /** @param goOn on the timeline that is there; else it begins anew */
  async start(wanted: Wanted, goOn = false): Promise<void> {
    const turn = ++this.#turn;
    this.#wanted = wanted;
    this.#connection?.abandon();
    this.#connection = null;
    if (!goOn) this.forget();
    this.#say({ name: "starting" });
    useListened.setState({
      title: wanted.kind === "microphone" ? "" : wanted.title,
      credit: wanted.kind === "microphone" ? null : wanted.credit,
      facts: null,
      notices: [],
    });
    await this.#closeSource();
    const source = turn === this.#turn ? await this.#open(turn, this.around.deviceId()) : null;
    if (source === null) return;
    this.#connect(source);
    source.begin?.();
  }

  async stop(): Promise<void> {
    this.#turn++;
    this.#revivable = false;
    if (this.#connection !== null) this.#connection.stop();
    else this.#say({ name: useSession.getState().heardS > 0 ? "ended" : "idle" });
    this.around.live(false);
    await this.#closeSource();
  }

  /** Clears the timeline and the tape. */
  forget(): void {
    this.#ledger.clear();
    this.tape.clear();
    this.#clock.clear();
    this.#begun = false;
    useListened.setState({ taped: false });
    useSession.setState({ ...nothingHeard, phase: useSession.getState().phase }, true);
    this.#key = null;
  }

  /** @param key such as `"Eb major"`; null: the key that is heard */
  lockKey(key: string | null): void {
    this.#key = key;
    this.#connection?.config({ key });
    useSession.setState((state) => ({
      key:
        key === null
          ? state.key && { ...state.key, locked: false }
          : { name: key, confidence: 1, locked: true },
    }));
  }

  /** Whether to be told which notes sound, as practice needs. */
  wantNotes(wanted: boolean): void {
    if (this.#notes === wanted) return;
    this.#notes = wanted;
    this.#connection?.config({ notes: wanted });
  }

  setTaste(taste: Taste): void {
    useListened.setState({ taste });
    this.#connection?.config({ ...taste });
  }

  correct(start: number, chord: { label: string; symbol: string } | null): void {
    useSession.setState((state) => corrected(state, start, chord), true);
  }

  /** After a touch: a context that was stopped may run again. */
  async resume(): Promise<void> {
    await this.#source?.resume();
    this.#connection?.online();
  }

  /** The network is there again, or the page is seen again. */
  online(): void {
    this.#connection?.online();
  }

  /** The page goes away for good. */
  leave(): void {
    this.#connection?.abandon();
  }

  /** Another microphone, or the same again, while the session goes on. */
  async changeMicrophone(deviceId: string | null): Promise<void> {
    if (this.#wanted.kind !== "microphone" || this.#connection === null) return;
    const turn = ++this.#turn;
    await this.#closeSource();
    const source = await this.#open(turn, deviceId, true);
    if (source === null) return;
    notice({ code: "deviceChanged", detail: source.facts?.label ?? "" });
    if (source.sampleRate === this.#rate) {
      this.#tell();
      return;
    }
    this.#connection.abandon();
    this.#connect(source);
    notice({ code: "rateChanged", detail: `${source.sampleRate}` });
  }

  /** The list of devices changed: one that was missed may be back. */
  devicesChanged(): void {
    if (this.#trouble === "ended" && this.#source === null)
      void this.changeMicrophone(this.around.deviceId());
  }

  /** Where on the timeline the microphone is, seconds. */
  nowS(): number {
    if (this.#wanted.kind !== "microphone" && !this.#wanted.recording.aloud)
      return useSession.getState().heardS;
    return this.#source === null ? this.#clock.capturedS : this.#clock.nowS(this.around.world.nowMs());
  }

  /** Peak since it was last asked, 1 is full scale; and whether full scale was reached within the last second. */
  meter(): { peak: number; clipped: boolean } {
    return this.#clock.meter(this.around.world.nowMs());
  }

  async #open(turn: number, deviceId: string | null, changing = false): Promise<Source | null> {
    const handlers: SourceHandlers = {
      frame: (frame, captureUs) => turn === this.#turn && this.#take(frame, captureUs),
      trouble: (trouble) => turn === this.#turn && this.#troubled(trouble),
      ended: () => turn === this.#turn && void this.stop(),
      room: async () => this.#connection?.room(),
    };
    try {
      const source =
        this.#wanted.kind === "microphone"
          ? await this.around.microphone(deviceId, handlers)
          : await this.around.recording(this.#wanted.recording, handlers);
      if (turn !== this.#turn) {
        await source.close();
        return null;
      }
      this.#source = source;
      this.#trouble = "fine";
      const { facts } = source;
      useListened.setState({ facts });
      if (facts !== null && facts.processing.length > 0) {
        notice({ code: "processing", detail: facts.processing.join(", ") });
      }
      return source;
    } catch (error) {
      if (turn !== this.#turn) return null;
      const known = error instanceof MicrophoneError || error instanceof RecordingError;
      if (changing) this.#troubled("ended");
      else this.#fail(known ? error.reason : "unknown", (error as Error).message);
      return null;
    }
  }

  #connect(source: Source): void {
    const quick = this.#wanted.kind !== "microphone" && !this.#wanted.recording.aloud;
    const wish: Wish = {
      sample_rate: source.sampleRate,
      pace: quick ? "file" : "live",
      key: this.#key,
      notes: this.#notes,
      ...useListened.getState().taste,
    };
    this.#rate = source.sampleRate;
    this.#revivable = false;
    const connection = new Connection(
      wish,
      this.around.apiKey(),
      {
        message: (message) => this.#hear(message),
        state: (state) => this.#connection === connection && this.#turned(state),
        begun: () => {
          this.#clock.begin(connection.positionS);
          this.#ledger.add(begunAgain);
          if (this.#begun) notice({ code: "begunAgain", detail: "" });
          this.#begun = true;
        },
      },
      this.around.world,
    );
    this.#connection = connection;
    connection.start();
    this.around.live(true);
  }

  #take(frame: Frame, captureUs: number): void {
    const source = this.#source;
    if (source === null || this.#connection === null) return;
    if (this.#revivable) this.#connect(source);
    this.#clock.take(frame, source.sampleRate, captureUs);
    if (this.tape.seconds === 0) useListened.setState({ taped: true });
    const wasFull = this.tape.full;
    this.tape.keep(frame.pcm, source.sampleRate);
    if (this.tape.full && !wasFull) notice({ code: "tapeFull", detail: "" });
    this.#connection.send(frame.pcm, captureUs);
  }

  #hear(message: ServerMessage): void {
    const { offsetS } = this.#clock;
    const isMeasured = this.#wanted.kind === "microphone" || this.#wanted.recording.aloud;
    const capturedMs = (seconds: number) =>
      isMeasured ? this.#clock.capturedMs(seconds, this.around.world.nowMs()) : null;
    if (message.type === "chord" && message.status === "provisional") {
      this.#ledger.willShow(capturedMs(message.at));
    }
    this.#ledger.add((state, nowMs) => heard(state, message, { offsetS, nowMs, capturedMs }));
  }

  #turned(state: State): void {
    const mine = state.name !== "ended" || state.reason === "stop" || state.reason === "abandoned";
    if (state.name === "failed") this.#fail(state.why.code, state.why.detail);
    else if (mine) this.#tell();
    else if (state.reason === "taken_over") this.#fail("taken_over", "");
    else {
      this.#revivable = true;
      if (this.#trouble !== "fine") this.#say({ name: "suspended", why: "device" });
    }
  }

  #troubled(trouble: MicrophoneTrouble): void {
    this.#trouble = trouble;
    this.#tell();
    // Unplugged: the system's own choice is the next best.
    if (trouble === "ended" && this.#source !== null) void this.changeMicrophone(null);
  }

  #tell(): void {
    if (this.#connection === null) return;
    this.#say(
      phaseOf(this.#connection.state, {
        source: this.#wanted.kind,
        trouble: this.#trouble,
        hidden: this.around.hidden(),
        begun: this.#begun,
        nowMs: this.around.world.nowMs(),
      }),
    );
  }

  #fail(code: string, detail: string): void {
    this.#turn++;
    this.around.live(false);
    void this.#closeSource();
    this.#say({ name: "failed", code, detail });
  }

  #say(phase: Phase): void {
    useSession.setState({ phase });
  }

  async #closeSource(): Promise<void> {
    const source = this.#source;
    this.#source = null;
    await source?.close();
  }
}
