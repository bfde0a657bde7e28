/** Recordings to try it with, without an instrument: the same as `chordwork demo` plays. */
import bandUrl from "../../../http/chordwork/analysis/clips/band.ogg?url";
import guitarUrl from "../../../http/chordwork/analysis/clips/guitar.ogg?url";

/** Credits as in CREDITS.md beside the recordings. */
export const DEMOS = {
  band: {
    url: bandUrl,
    title: "Window Seat",
    credit: "The Chordwork developers (MIT); FluidR3 GM by Frank Wen (MIT)",
  },
  guitar: {
    url: guitarUrl,
    title: "Blues in E♭",
    credit: "GuitarSet 00_BN1-129-Eb_comp, Q. Xi et al., ISMIR 2018 (CC BY 4.0), as Ogg Vorbis",
  },
} as const;

export type Demo = keyof typeof DEMOS;
