/** The outline of a recording: what is loudest in each of so many slices. Pure. */

/** @param channels samples of each, −1 … 1 @returns 0 … 1, one a slice; the loudest is 1 unless all is silent */
export function peaksOf(channels: readonly Float32Array[], slices: number): Float32Array {
  const peaks = new Float32Array(slices);
  const length = channels[0]?.length ?? 0;
  if (length === 0) return peaks;
  for (const samples of channels) {
    for (let slice = 0; slice < slices; slice++) {
      const from = Math.floor((slice * length) / slices);
      const to = Math.max(from + 1, Math.floor(((slice + 1) * length) / slices));
      let peak = peaks[slice]!;
      for (let index = from; index < to && index < length; index++) {
        const value = Math.abs(samples[index]!);
        if (value > peak) peak = value;
      }
      peaks[slice] = peak;
    }
  }
  const loudest = peaks.reduce((most, each) => Math.max(most, each), 0);
  return loudest > 0 ? peaks.map((each) => each / loudest) : peaks;
}
