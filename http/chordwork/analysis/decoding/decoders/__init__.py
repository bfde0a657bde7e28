"""libsndfile and FFmpeg at work, each giving blocks of samples."""
