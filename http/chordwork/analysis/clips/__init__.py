"""The recordings that come with the package, with their reference labels and credits."""
