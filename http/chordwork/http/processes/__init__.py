"""Child processes: how they are started, what ends them with their parent, and where they may leave files."""
