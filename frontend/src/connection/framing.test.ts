import { expect, test } from "vitest";
import { stamped } from "./framing";

test("sixteen bytes, little-endian, before the samples", () => {
  const frame = new DataView(stamped(0x1_0000_0002, 1_234_567_890_123.4, Int16Array.of(1, -2)));
  expect(frame.byteLength).toBe(20);
  expect(frame.getUint32(0, true)).toBe(2); // it wraps
  expect(frame.getUint32(4, true)).toBe(0);
  expect(frame.getBigUint64(8, true)).toBe(1_234_567_890_123n);
  expect([frame.getInt16(16, true), frame.getInt16(18, true)]).toEqual([1, -2]);
});
