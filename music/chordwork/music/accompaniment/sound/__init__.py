"""What is heard: the built-in synthesiser or FluidSynth, and files of sound."""
