"""Tests in a browser, against a server of their own."""

import pytest


@pytest.fixture(autouse=True)
def with_roles(roles):
    """Each of them."""
