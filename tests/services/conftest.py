import pytest
from django.contrib.auth.models import Group, User

from summaries.services.intake import take_in
from summaries.services.people.accounts import ensure_roles
from summaries.workflow import Role
from tests.conftest import without_checks
from tests.factories import make_user

ARTICLE = """وزير النقل يعلن افتتاح الميناء الجديد

أعلن وزير النقل سامي الحداد، أمس الاثنين، افتتاح الميناء الجديد في مدينة الزاهرة.
وقال الوزير إن كلفة المشروع بلغت 120 مليون دولار. وأضاف أن العمل استغرق ثلاث سنوات.
وأوضح أن الميناء سيوفر نحو 1500 فرصة عمل لأبناء المدينة.
"""


@pytest.fixture(autouse=True)
def _without_checks(request):
    without_checks(request)


@pytest.fixture
def person(db):
    """Make a member of the desk: `person(Role.EDITOR)`."""
    ensure_roles()

    def make(*roles: Role, name: str = "") -> User:
        user = User.objects.create_user(name or "-".join(roles) or "nobody")
        user.groups.set(Group.objects.filter(name__in=roles))
        return user

    return make


@pytest.fixture
def reporter(person):
    return person(Role.REPORTER)


@pytest.fixture
def editor(person):
    return person(Role.EDITOR)


@pytest.fixture
def publisher(person):
    return person(Role.PUBLISHER)


@pytest.fixture
def huda(db):
    """An editor, by name."""
    return make_user(Role.EDITOR, "huda")


@pytest.fixture
def omar(db):
    """A reporter, by name."""
    return make_user(Role.REPORTER, "omar")


@pytest.fixture
def brief(reporter, bell):
    """A brief whose draft is asked for and not begun."""
    return take_in(reporter, ARTICLE, channel="paste")
