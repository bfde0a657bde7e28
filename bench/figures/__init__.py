"""Measured figures in pages, held to the result files that they come from.

``passages.toml`` has every passage of a page that tells a measured figure, with the place of the figure in a result
instead of the figure; a test fills it in and looks for it on the page. ``python -m bench.figures`` writes the pages
anew after a benchmark was run again, and ``python -m bench.figures keep FILE`` takes a new result of ``python -m bench
NAME --json FILE`` into ``bench/results``.
"""
