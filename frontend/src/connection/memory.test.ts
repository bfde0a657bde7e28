import { expect, test } from "vitest";
import { AudioMemory } from "./memory";

function frame(position: number, samples: number) {
  return {
    position,
    captureUs: position,
    pcm: Int16Array.from({ length: samples }, (_, index) => position / 2 + index),
  };
}

test("the oldest is forgotten first", () => {
  const memory = new AudioMemory(20);
  for (const position of [0, 10, 20]) memory.keep(frame(position, 5));
  expect(memory.since(0).map((kept) => kept.position)).toEqual([10, 20]);
  expect(memory.bytes).toBe(20);
});

test("the rest of a frame that was received in part", () => {
  const memory = new AudioMemory(100);
  memory.keep(frame(0, 5));
  const [rest] = memory.since(4);
  expect(rest?.position).toBe(4);
  expect([...rest!.pcm]).toEqual([2, 3, 4]);
  expect(memory.since(10)).toEqual([]);
});
