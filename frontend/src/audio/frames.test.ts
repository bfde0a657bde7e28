import { expect, test } from "vitest";
import { CaptureClock, type Frame, Framer } from "./frames";

function framed(samples: number, blocks: Float32Array[][]): Frame[] {
  const frames: Frame[] = [];
  const framer = new Framer(samples);
  for (const block of blocks) framer.take(block, (frame) => frames.push(frame));
  return frames;
}

const ramp = (length: number, from = 0) =>
  Float32Array.from({ length }, (_, index) => (from + index) / 32768);

test.each([1, 3, 128, 441, 1000])("blocks of %i give the same frames", (size) => {
  const whole = ramp(4000);
  const blocks = [];
  for (let start = 0; start < whole.length; start += size) blocks.push([whole.subarray(start, start + size)]);
  const frames = framed(882, blocks);
  expect(frames.map((frame) => frame.first)).toEqual([0, 882, 1764, 2646]);
  expect(frames.flatMap((frame) => [...frame.pcm])).toEqual([...Array(3528).keys()]);
});

test("two channels become their mean, full scale is counted, and nothing wraps", () => {
  const [frame] = framed(3, [[Float32Array.of(0.5, 1, -1.5), Float32Array.of(0, 1, -1.5)]]);
  expect([...frame!.pcm]).toEqual([8192, 32767, -32768]);
  expect(frame!.clipped).toBe(2);
  expect(frame!.peak).toBe(1.5);
});

test("channels that cancel each other out are heard", () => {
  const tone = Float32Array.from({ length: 128 }, (_, index) => Math.sin(index / 5) / 2);
  const against = tone.map((sample) => -sample);
  const frames = framed(128, Array(20).fill([tone, against]));
  expect(Math.max(...frames.at(-1)!.pcm)).toBeGreaterThan(16_000);
});

test("no input is no audio", () => {
  expect(framed(10, [[], []])).toEqual([]);
});

test("frames are stamped by their count, as soon as the quickest came", () => {
  const clock = new CaptureClock(48_000);
  expect(clock.captureUs(0, 1025, 960)).toBeCloseTo(1005_000);
  expect(clock.captureUs(960, 1040, 960)).toBeCloseTo(1020_000); // came quicker: the truth
  expect(clock.captureUs(1920, 1095, 960) / 1000).toBeCloseTo(1040, 1); // was held up
});

test("after a gap the clock is believed again", () => {
  const clock = new CaptureClock(48_000);
  clock.captureUs(0, 1020, 960);
  expect(clock.captureUs(960, 61_040, 960)).toBeCloseTo(61_020_000);
});
