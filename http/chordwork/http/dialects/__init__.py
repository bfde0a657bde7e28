"""What one client's words mean: each dialect turns messages into calls on a session, and events into answers."""
