/** What listening needs of the page around it, so that tests can be that page. */
import type { Recording } from "../audio/recording";
import type { Source, SourceHandlers } from "../audio/source";
import type { World } from "./connection";

export type Wanted =
  | { kind: "microphone" }
  | { kind: "file" | "demo"; title: string; credit: string | null; recording: Recording };

/** What is replaced in tests. */
export interface Surroundings {
  world: World;
  apiKey(): string | null;
  deviceId(): string | null;
  hidden(): boolean;
  microphone(deviceId: string | null, handlers: SourceHandlers): Promise<Source>;
  recording(recording: Recording, handlers: SourceHandlers): Promise<Source>;
  /** Told when listening begins and ends: for the wake lock. */
  live(isLive: boolean): void;
}
