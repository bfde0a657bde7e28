"""Makes the models from data, reproducibly. Never imported by the product."""
