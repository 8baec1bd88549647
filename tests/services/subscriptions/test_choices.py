import pytest

from summaries.models import Subscriber
from summaries.services.errors import WrongState
from summaries.services.subscriptions import choices
from summaries.services.subscriptions.choices import Choices
from tests.factories import make_subscriber, make_topic

pytestmark = pytest.mark.django_db
ALL = Choices(
    language="ar",
    speaks="ar",
    topics=("economy", "transport"),
    frequency="weekly",
    also_breaking=True,
    hour=22,
    weekday=4,
    time_zone="Asia/Riyadh",
)


@pytest.fixture
def topics():
    return [make_topic("transport"), make_topic("economy")]


def test_what_is_chosen_is_kept(topics):
    subscriber = make_subscriber()
    choices.change(subscriber, ALL)
    subscriber.refresh_from_db()
    assert Choices.of(subscriber) == ALL
    choices.change(subscriber, Choices())
    subscriber.refresh_from_db()
    assert Choices.of(subscriber) == Choices()


def test_the_history_says_what_changed_and_only_that(topics):
    subscriber = make_subscriber(topics=topics)
    choices.change(subscriber, Choices(topics=("economy",), hour=9))
    assert subscriber.events.get().data == {"topics": ["economy"], "hour": 9}
    choices.change(subscriber, Choices(topics=("economy",), hour=9))
    assert subscriber.events.count() == 1


@pytest.mark.parametrize("state", [Subscriber.State.PENDING, Subscriber.State.LEFT])
def test_only_who_is_subscribed_chooses(state):
    subscriber = make_subscriber(state=state)
    with pytest.raises(WrongState):
        choices.change(subscriber, ALL)
    assert not subscriber.events.exists()


def test_choices_survive_a_json_column():
    assert Choices.from_dict(ALL.as_dict()) == ALL


@pytest.mark.parametrize(
    ("frequency", "also", "too"),
    [("daily", True, True), ("daily", False, False), ("breaking", True, False)],
)
def test_breaking_news_beside_regular_letters(frequency, also, too):
    assert Choices(frequency=frequency, also_breaking=also).breaking_too == too
