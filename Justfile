# Everything here is also a plain command: see scripts/.

# Make .venv with everything pinned, and build the C extension.
setup *what:
    scripts/setup {{what}}

# Rebuild the C extension.
native:
    rm -f .venv/.chordwork-setup
    scripts/setup

# Style, types and layers.
check:
    scripts/check

# All checks and tests; options go to pytest.
test *options:
    scripts/test {{options}}

# The long tests, which `just test` leaves out.
test-long *options:
    scripts/test-long {{options}}

# Plant faults at random, and see whether the tests notice.
mutants *options:
    scripts/mutants {{options}}

# Build sdist and wheel into dist/, and use them in bare environments.
wheel:
    OUT=dist scripts/test-wheel

# What an installation brings along: bills of materials, licences, known vulnerabilities.
supply:
    scripts/supply

# A benchmark: `just bench cost --quick`.
bench name="cost" *options: setup
    .venv/bin/python -m bench {{name}} {{options}}

# Write the examples of docs/music.md anew: what they print and draw; and the table of findings.
page: setup
    .venv/bin/python -m tests.structure.music_page
    .venv/bin/python -m tests.structure.findings_page

# Hear the bundled recordings live.
demo *options:
    scripts/demo {{options}}

# Hold a running server to its OpenAPI document: `just fuzz http://127.0.0.1:8765`.
fuzz url="http://127.0.0.1:8765" examples="200": setup
    .venv/bin/schemathesis --config-file tests/http/rest/schemathesis.toml run {{url}}/openapi.json --url {{url}} \
        --max-examples {{examples}} --continue-on-failure

# Run the server.
serve *options: setup
    .venv/bin/chordwork serve {{options}}

# Rebuild the chord model from the data pack (hours; resumes where it stopped).
train *options:
    scripts/setup train
    .venv/bin/python -m training all {{options}}
