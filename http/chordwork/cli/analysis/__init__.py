"""From an audio file to a written chord timeline."""
