"""A new database knows the roles, before anybody asks for them."""

import sqlite3
from contextlib import closing

from summaries.workflow import Role


def test_migrations_leave_the_groups_of_the_roles(django_db_setup):
    with closing(sqlite3.connect(django_db_setup)) as database:
        names = {name for (name,) in database.execute("SELECT name FROM auth_group")}
    assert names == {role.value for role in Role}
