import pytest
from django.test import Client

from summaries.models import Subscriber
from summaries.services.subscriptions import links
from tests.factories import make_subscriber
from tests.views.subscriptions.reader import ANN


@pytest.fixture
def client():
    """A browser that would need the token of a form, had the form one."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def ann(db):
    """Somebody who is subscribed."""
    return make_subscriber(ANN, confirm_key="")


@pytest.fixture
def waiting(db):
    """Somebody who asked and has not confirmed."""
    state = Subscriber.State.PENDING
    return make_subscriber(ANN, state=state, confirmed_at=None, confirm_key=links.new_key())
