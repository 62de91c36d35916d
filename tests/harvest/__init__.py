"""The real harvesters against a service that really runs; `make test-harvest` calls them."""
