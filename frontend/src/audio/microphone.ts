/** The microphone as frames of PCM, and what becomes of it while it is used. */
import workletUrl from "./capture.worklet.ts?worker&url";
import { CaptureClock, type Frame } from "./frames";

/** What the browser really gives, whatever was asked for. */
export interface MicrophoneFacts {
  label: string;
  deviceId: string;
  sampleRate: number;
  channelCount: number | null;
  /** Voice processing that could not be turned off; it eats music. */
  processing: ("echoCancellation" | "noiseSuppression" | "autoGainControl")[];
  latencyMs: number | null;
}

export type MicrophoneTrouble =
  /** The context stopped: the page was not touched yet, a call came in, or the device sleeps. */
  | "suspended"
  /** The device was unplugged, or taken by another program. */
  | "ended"
  /** The system muted the track. */
  | "muted"
  | "fine";

export interface MicrophoneHandlers {
  /** @param captureUs when the first sample was captured, µs of `performance.now` */
  frame(frame: Frame, captureUs: number): void;
  trouble(trouble: MicrophoneTrouble): void;
}

/** Why there is no microphone; `reason` is a key of the messages of `listen`. */
export class MicrophoneError extends Error {
  constructor(
    readonly reason: "insecure" | "denied" | "none" | "busy" | "unknown",
    detail: string,
  ) {
    super(detail);
    this.name = "MicrophoneError";
  }
}

const PROCESSING = ["echoCancellation", "noiseSuppression", "autoGainControl"] as const;

export class Microphone {
  private constructor(
    readonly context: AudioContext,
    readonly facts: MicrophoneFacts,
    private readonly stream: MediaStream,
    private readonly node: AudioWorkletNode,
    private readonly done: AbortController,
  ) {}

  /** @throws MicrophoneError */
  static async open(deviceId: string | null, handlers: MicrophoneHandlers): Promise<Microphone> {
    if (navigator.mediaDevices === undefined) throw new MicrophoneError("insecure", "no mediaDevices here");
    const stream = await ask(deviceId);
    const done = new AbortController();
    try {
      // After the grant: a context made before stays suspended. At the device's own rate: nothing is resampled.
      const context = new AudioContext({ latencyHint: "interactive" });
      await context.audioWorklet.addModule(workletUrl);
      const track = stream.getAudioTracks()[0]!;
      const node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
      const clock = new CaptureClock(context.sampleRate);
      node.port.onmessage = ({ data }: MessageEvent<Frame>) => {
        handlers.frame(data, clock.captureUs(data.first, performance.now(), data.pcm.length));
      };
      context.createMediaStreamSource(stream).connect(node);
      watch(context, track, handlers, done.signal);
      await context.resume();
      return new Microphone(context, factsOf(track, context), stream, node, done);
    } catch (error) {
      done.abort();
      for (const track of stream.getTracks()) track.stop();
      throw error;
    }
  }

  get sampleRate(): number {
    return this.context.sampleRate;
  }

  /** After the page was touched again, or the device came back. */
  async resume(): Promise<void> {
    await this.context.resume();
  }

  async close(): Promise<void> {
    this.done.abort();
    this.node.port.onmessage = null;
    this.node.disconnect();
    for (const track of this.stream.getTracks()) track.stop();
    await this.context.close();
  }
}

async function ask(deviceId: string | null): Promise<MediaStream> {
  const audio: MediaTrackConstraints = {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    ...(deviceId === null ? {} : { deviceId: { ideal: deviceId } }),
  };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    const { name, message } = error as DOMException;
    const reason = {
      NotAllowedError: "denied",
      SecurityError: "insecure",
      NotFoundError: "none",
      NotReadableError: "busy",
    };
    throw new MicrophoneError((reason as Record<string, "denied">)[name] ?? "unknown", message);
  }
}

function factsOf(track: MediaStreamTrack, context: AudioContext): MicrophoneFacts {
  const settings = track.getSettings() as MediaTrackSettings & { latency?: number };
  return {
    label: track.label,
    deviceId: settings.deviceId ?? "",
    sampleRate: context.sampleRate,
    channelCount: settings.channelCount ?? null,
    processing: PROCESSING.filter((name) => settings[name] === true),
    latencyMs: settings.latency === undefined ? null : settings.latency * 1000,
  };
}

function watch(
  context: AudioContext,
  track: MediaStreamTrack,
  handlers: MicrophoneHandlers,
  signal: AbortSignal,
) {
  const tell = () => {
    if (track.readyState === "ended") handlers.trouble("ended");
    else if (context.state !== "running") handlers.trouble("suspended");
    else handlers.trouble(track.muted ? "muted" : "fine");
  };
  context.addEventListener("statechange", tell, { signal });
  for (const event of ["ended", "mute", "unmute"]) track.addEventListener(event, tell, { signal });
}

/** Microphones there are; without names until one was allowed. */
export async function listMicrophones(): Promise<MediaDeviceInfo[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter((device) => device.kind === "audioinput" && device.deviceId !== "");
}
