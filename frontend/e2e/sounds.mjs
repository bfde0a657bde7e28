/** Recordings for the fake microphone: WAV, 16 bit, 44.1 kHz, whole blocks of 10 ms. What else there is, it plays wrongly. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { python } from "./server.mjs";

const RATE = 44_100;
const BLOCK = RATE / 100;

/** Mono samples in −1 … 1 as a WAV file; the rest of a block at its end is left out. */
export function wav(samples) {
  const count = Math.floor(samples.length / BLOCK) * BLOCK;
  const file = Buffer.alloc(44 + 2 * count);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(36 + 2 * count, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(2 * RATE, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(2 * count, 40);
  for (let index = 0; index < count; index++) {
    const value = Math.max(-1, Math.min(1, samples[index]));
    file.writeInt16LE(Math.round(value * 32_767), 44 + 2 * index);
  }
  return file;
}

/** A folder that goes away again. */
export async function folder() {
  const path = await mkdtemp(join(tmpdir(), "chordwork-e2e-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * A clip of the package as such a WAV: `band` or `guitar`.
 * @param seconds of its beginning; all of it by default
 */
export async function clip(name, into, seconds = null) {
  const path = join(into, `${name}.wav`);
  const read = `
import sys, soundfile
from importlib.resources import files
path, seconds = sys.argv[2], sys.argv[3]
audio, rate = soundfile.read(str(files("chordwork.analysis.clips") / f"{sys.argv[1]}.ogg"), always_2d=True)
assert rate == ${RATE}, rate
mono = audio.mean(axis=1)[: None if seconds == "" else round(float(seconds) * rate)]
mono = mono[: len(mono) // ${BLOCK} * ${BLOCK}]
soundfile.write(path, mono, rate, subtype="PCM_16")
`;
  await promisify(execFile)(python, ["-c", read, name, path, `${seconds ?? ""}`]);
  return path;
}

/** Strings that are strummed and die away: partials, the higher the shorter. @param midi notes @returns samples */
export function plucked(midi, seconds) {
  const sound = new Float32Array(Math.round(seconds * RATE));
  for (const [string, note] of midi.entries()) {
    const hz = 440 * 2 ** ((note - 69) / 12);
    const begin = Math.round(string * 0.012 * RATE);
    for (let partial = 1; partial <= 8 && partial * hz < RATE / 3; partial++) {
      const turn = (2 * Math.PI * partial * hz) / RATE;
      const gain = 0.5 / midi.length / partial;
      for (let index = begin; index < sound.length; index++) {
        const since = index - begin;
        sound[index] += gain * Math.sin(turn * since) * Math.exp((-since / RATE) * (0.6 + 0.5 * partial));
      }
    }
  }
  return sound;
}

export async function save(samples, into, name) {
  const path = join(into, name);
  await writeFile(path, wav(samples));
  return path;
}
