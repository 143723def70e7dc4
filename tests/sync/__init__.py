"""The protocol's parts on their own: merging, messages, sealing, outbox, inbox."""
