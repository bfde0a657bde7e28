/** What is wanted of the synthesiser, in one lazy piece: named, so that the rest of it is left out. */
export { BasicMIDI } from "spessasynth_core";
export { WorkletSynthesizer } from "spessasynth_lib";
