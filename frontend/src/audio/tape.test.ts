import { expect, test } from "vitest";
import { atRate, MOST_S, Tape } from "./tape";

async function samples(tape: Tape) {
  const wav = await tape.wav();
  const bytes = await wav!.arrayBuffer();
  const head = new DataView(bytes);
  return {
    rate: head.getUint32(24, true),
    size: head.getUint32(40, true),
    pcm: [...new Int16Array(bytes, 44)],
  };
}

test("what was kept comes back, in order", async () => {
  const tape = new Tape();
  expect(await tape.wav()).toBeNull();
  for (let first = 0; first < 100; first += 4) {
    tape.keep(Int16Array.of(first, first + 1, first + 2, first + 3), 2); // a blob is full after ten
  }
  expect(await samples(tape)).toEqual({ rate: 2, size: 200, pcm: [...Array(100).keys()] });
  tape.keep(Int16Array.of(100), 2);
  expect((await samples(tape)).pcm).toHaveLength(101); // and can be taken more than once
});

test("after a change of the microphone the rest has the rate of the beginning", async () => {
  const tape = new Tape();
  tape.keep(Int16Array.of(0, 10), 4);
  tape.keep(Int16Array.of(20, 40, 60, 80), 8);
  expect(await samples(tape)).toEqual({ rate: 4, size: 8, pcm: [0, 10, 20, 60] });
  expect([...atRate(Int16Array.of(0, 10), 1, 2)]).toEqual([0, 5, 10, 10]);
});

test("no more than is bearable is kept", async () => {
  const tape = new Tape();
  tape.keep(new Int16Array(MOST_S), 1);
  tape.keep(Int16Array.of(1), 1);
  expect([tape.full, tape.seconds]).toEqual([true, MOST_S]);
  tape.clear();
  expect(tape.full).toBe(false);
});
