"""Where recordings come from: files, pipes, gzip, raw PCM; each made into something that decodes."""
