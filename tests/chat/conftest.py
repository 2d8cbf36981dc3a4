"""A real server with a visitor's and an agent's side, on SQLite and on PostgreSQL."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from tests import servers
from tests.postgres import database

STAFF = """
from django.contrib.auth.models import Group, User
for name, role in (("marit", "Chat agents"), ("ann", "Authors")):
    person = User.objects.create_user(name, password="a good password", is_staff=True, first_name=name.title())
    person.groups.add(Group.objects.get(name=role))
"""


@pytest.fixture(scope="package", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def server(request, tmp_path_factory):
    """Two workers; on PostgreSQL with a database of its own. They look around all the time, and so end early."""
    tmp_path = tmp_path_factory.mktemp("chat")
    with database() if request.param == "postgres" else nullcontext({}) as more:
        env = servers.environment(tmp_path, WEB_CONCURRENCY="2", CHAT_LIMITS_TIMES="100", **more)
        servers.prepare(env)
        servers.manage(env, "shell", "--no-imports", "-c", STAFF)
        with servers.gunicorn(env) as port:
            yield SimpleNamespace(port=port, env=env)
