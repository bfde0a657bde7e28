"""How a server is reached, and by whom: addresses, names of hosts, origins of pages and a path prefix, as data."""
