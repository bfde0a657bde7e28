import os

import hypothesis

# The sanitizer run repeats these tests on an instrumented build, where fewer examples do.
hypothesis.settings.register_profile("sanitizers", max_examples=8, deadline=None)
hypothesis.settings.register_profile("native", max_examples=40, deadline=None)
hypothesis.settings.load_profile(
    os.environ.get("CHORDWORK_HYPOTHESIS_PROFILE", os.environ.get("TEST_EXAMPLES", "native"))
)
