/** Stamped frames of wire protocol 1: sixteen bytes, little-endian, before the PCM. */
export const HEAD_BYTES = 16;

/**
 * @param sequence number of the frame, unsigned, 32 bits; wraps
 * @param captureUs when its first sample was captured, in µs of a clock of ours
 * @param pcm s16, in the byte order of this machine, which every browser's is: little-endian
 */
export function stamped(sequence: number, captureUs: number, pcm: Int16Array): ArrayBuffer {
  const frame = new ArrayBuffer(HEAD_BYTES + pcm.byteLength);
  const head = new DataView(frame);
  head.setUint32(0, sequence >>> 0, true);
  head.setUint32(4, 0, true);
  head.setBigUint64(8, BigInt(Math.max(0, Math.round(captureUs))), true);
  new Int16Array(frame, HEAD_BYTES).set(pcm);
  return frame;
}
