"""One module per codec; see ``tests.bench.measure`` for what it offers."""
