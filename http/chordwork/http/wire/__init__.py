"""What goes over the wire, as data: messages of protocol 1 and of the seed dialect, and how events become messages."""
