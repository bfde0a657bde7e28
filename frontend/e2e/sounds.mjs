/** Recordings for the fake microphone: WAV, 16 bit, 44.1 kHz, whole blocks of 10 ms. What else there is, it plays wrongly. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { CHORDWORK } from "./server.mjs";

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
audio, rate = soundfile.read(str(files("chordwork.http.cli.clips") / f"{sys.argv[1]}.ogg"), always_2d=True)
assert rate == ${RATE}, rate
mono = audio.mean(axis=1)[: None if seconds == "" else round(float(seconds) * rate)]
mono = mono[: len(mono) // ${BLOCK} * ${BLOCK}]
soundfile.write(path, mono, rate, subtype="PCM_16")
`;
  await promisify(execFile)(join(dirname(CHORDWORK), "python"), ["-c", read, name, path, `${seconds ?? ""}`]);
  return path;
}

/** Strings that are plucked together and die away, by Karplus and Strong. @param midi notes @returns samples */
export function plucked(midi, seconds) {
  const sound = new Float32Array(Math.round(seconds * RATE));
  for (const note of midi) {
    const period = RATE / (440 * 2 ** ((note - 69) / 12));
    const line = new Float32Array(Math.floor(period));
    let seed = note * 7919;
    for (let index = 0; index < line.length; index++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      line[index] = seed / 1_073_741_824 - 1;
    }
    // The fraction of a sample that the line is short of: an all-pass filter.
    const rest = period - 0.5 - line.length;
    const allPass = (1 - rest) / (1 + rest);
    let before = 0;
    let heldIn = 0;
    let heldOut = 0;
    for (let index = 0; index < sound.length; index++) {
      const at = index % line.length;
      const now = line[at];
      const soft = 0.498 * (now + before);
      before = now;
      heldOut = allPass * soft + heldIn - allPass * heldOut;
      heldIn = soft;
      line[at] = heldOut;
      sound[index] += (now * 0.5) / midi.length;
    }
  }
  return sound;
}

export async function save(samples, into, name) {
  const path = join(into, name);
  await writeFile(path, wav(samples));
  return path;
}
