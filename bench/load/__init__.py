"""The load test: many connections that ask sensibly, then the same with hostile ones among them."""
