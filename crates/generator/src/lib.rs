//! A KDG-compatible record generator: templates compiled to programs, rates, senders.
