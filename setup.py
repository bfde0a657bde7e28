"""Only what pyproject.toml cannot say: the C extension is built by cffi."""

from setuptools import setup

setup(cffi_modules=["native/build_native.py:ffibuilder"])
