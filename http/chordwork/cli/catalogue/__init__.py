"""A whole library of recordings written down, by several processes, so that it can be stopped and goes on where it was.

``songs`` finds the recordings and ``pool`` (or ``cluster``) hands them out; a worker analyses one, writes its JAMS file
by one rename, and answers (``tasks``); ``ledger`` remembers the answer in one transaction; at the end ``tables`` writes
the ledger as Parquet and ``report`` says how it went. What was heard stands once in the ledger, whoever is killed when.
"""
