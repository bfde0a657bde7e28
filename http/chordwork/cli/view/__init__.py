"""The live picture: a pure state that takes messages, and renderers that draw it. Import its modules one by one."""
