/** A recording from the device: to play, to look at, and what the server hears in it. */
import { useCallback, useEffect, useRef, useState } from "react";
import { address, Problem, problemOf } from "../api/client";
import type { components } from "../api/rest.gen";
import { useSettings } from "../app/settings";
import { peaksOf } from "./peaks";

export type Chart = components["schemas"]["TimelineResult"];
export type Analysis =
  | { name: "none" }
  | { name: "running"; sinceMs: number }
  | { name: "done"; chart: Chart }
  | { name: "failed"; detail: string };

export interface Recording {
  title: string;
  /** For an audio element. */
  url: string;
  peaks: Float32Array;
  durationS: number;
}

const SLICES = 1200;

export interface Recorded {
  recording: Recording | null;
  /** The browser cannot play what was chosen. */
  unplayable: boolean;
  analysis: Analysis;
  choose(file: File): void;
  analyzeAgain(): void;
}

export function useRecording(): Recorded {
  const [recording, setRecording] = useState<Recording | null>(null);
  const [unplayable, setUnplayable] = useState(false);
  const [analysis, setAnalysis] = useState<Analysis>({ name: "none" });
  const current = useRef<{ file: File; stop: AbortController } | null>(null);

  const analyze = useCallback(() => {
    const now = current.current;
    if (now === null) return;
    setAnalysis({ name: "running", sinceMs: performance.now() });
    heard(now.file, now.stop.signal).then(
      (chart) => setAnalysis({ name: "done", chart }),
      (error: unknown) => {
        if (!now.stop.signal.aborted) setAnalysis({ name: "failed", detail: (error as Error).message });
      },
    );
  }, []);

  const choose = useCallback(
    (file: File) => {
      current.current?.stop.abort();
      const now = { file, stop: new AbortController() };
      current.current = now;
      setUnplayable(false);
      setRecording(null);
      setAnalysis({ name: "none" });
      opened(file).then(
        (made) => {
          if (now.stop.signal.aborted) return URL.revokeObjectURL(made.url);
          setRecording(made);
          analyze();
        },
        () => !now.stop.signal.aborted && setUnplayable(true),
      );
    },
    [analyze],
  );

  useEffect(() => () => current.current?.stop.abort(), []);
  const url = recording?.url;
  useEffect(() => () => void (url !== undefined && URL.revokeObjectURL(url)), [url]);
  return { recording, unplayable, analysis, choose, analyzeAgain: analyze };
}

async function opened(file: File): Promise<Recording> {
  // Offline: nothing has to be allowed, and no sound device is needed to look at a recording.
  const context = new OfflineAudioContext(1, 1, 22_050);
  const audio = await context.decodeAudioData(await file.arrayBuffer());
  const channels = Array.from({ length: audio.numberOfChannels }, (_, each) => audio.getChannelData(each));
  return {
    title: file.name,
    url: URL.createObjectURL(file),
    peaks: peaksOf(channels, SLICES),
    durationS: audio.duration,
  };
}

async function heard(file: File, signal: AbortSignal): Promise<Chart> {
  const { apiKey } = useSettings.getState();
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/octet-stream",
    ...(apiKey === null ? {} : { "X-API-Key": apiKey }),
  };
  const response = await fetch(address("/analyze"), { method: "POST", body: file, headers, signal }).catch(
    (error: unknown) => {
      throw new Problem(0, "unreachable", (error as Error).message);
    },
  );
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Chart;
}
