"""What a recogniser said, made into a chart: slivers joined, beats counted into bars, keys, and warnings."""
