from tests.http.rest.conftest import redis

__all__ = ["redis"]
