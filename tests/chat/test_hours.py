"""Hours and holidays: what a visitor is told, right to the second, in both languages."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from chat.models import ChatSettings, Holiday, OpeningHours

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
CHANGE = "/admin/chat/chatsettings/1/change/"


@pytest.fixture
def chat() -> ChatSettings:
    """Monday to Friday from nine to half past five, with an hour off, in Shanghai: eight hours before UTC."""
    chat = ChatSettings.objects.current()
    for weekday in range(5):
        for opens, closes in ((time(9), time(12)), (time(13), time(17, 30))):
            OpeningHours.objects.create(settings=chat, weekday=weekday, opens=opens, closes=closes)
    return chat


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    """In March 2026, of which the second is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("now", "opens_at"),
    [
        (shanghai(2, 9) - SECOND, shanghai(2, 9)),
        (shanghai(2, 9), shanghai(2, 9)),
        (shanghai(2, 12) - SECOND, shanghai(2, 12) - SECOND),
        (shanghai(2, 12), shanghai(2, 13)),
        (shanghai(2, 17, 30), shanghai(3, 9)),
        (shanghai(6, 17, 30), shanghai(9, 9)),
        (shanghai(7, 12), shanghai(9, 9)),
    ],
)
def test_somebody_is_there_to_the_second(now, opens_at, chat):
    assert chat.opens_at(now) == opens_at


def test_on_a_holiday_nobody_is_there(chat):
    Holiday.objects.create(settings=chat, first_day=date(2026, 3, 3), last_day=date(2026, 3, 9))
    assert chat.opens_at(shanghai(2, 17, 30)) == shanghai(10, 9)
    assert chat.opens_at(shanghai(3, 10)) == shanghai(10, 9)


def test_a_day_may_end_at_midnight():
    chat = ChatSettings.objects.current()
    OpeningHours.objects.create(settings=chat, weekday=0, opens=time(20), closes=time(0))
    assert chat.opens_at(shanghai(2, 23, 59)) == shanghai(2, 23, 59)
    assert chat.opens_at(shanghai(3, 0)) == shanghai(9, 20)


def test_where_no_hours_are_kept_nothing_is_claimed():
    chat = ChatSettings.objects.current()
    assert chat.presence(shanghai(2, 3)) == (True, "")
    Holiday.objects.create(settings=chat, first_day=date(2026, 3, 2), last_day=date(2026, 3, 2))
    assert not chat.presence(shanghai(2, 3)).is_open
    assert chat.opens_at(shanghai(2, 3)) == shanghai(3, 0)


def test_in_a_year_of_holidays_no_day_is_promised(chat):
    Holiday.objects.create(settings=chat, first_day=date(2026, 1, 1), last_day=date(2029, 1, 1))
    presence = chat.presence(shanghai(2, 10))
    assert not presence.is_open
    assert "We are back" not in presence.words


PAGES = ["/chat/?lang=", "/chat/panel?lang="]


@pytest.mark.parametrize("page", PAGES)
def test_within_the_hours_the_time_of_an_answer_is_told_else_when_somebody_is_back(page, chat, client):
    chat.answer_time, chat.absence = {"en": "Within an hour"}, {"en": "We sleep.", "zh-hans": "我们休息了。"}
    chat.welcome = {"en": "Good <b>day</b>", "zh-hans": "您好"}
    chat.save()
    Holiday.objects.create(
        settings=chat, first_day=date(2026, 3, 9), last_day=date(2026, 3, 9), words={"en": "A feast"}
    )
    with time_machine.travel(shanghai(2, 10), tick=False):
        told = client.get(f"{page}en").text
        assert "Within an hour" in told
        assert "Good &lt;b&gt;day&lt;/b&gt;" in told
        assert "We sleep" not in told
    with time_machine.travel(shanghai(6, 18), tick=False):
        told = client.get(f"{page}en").text
        assert "We sleep." in told
        assert "We are back on Tuesday, 10 March 2026, 09:00 (China Standard Time)." in told
        assert "Within an hour" not in told
        assert "A feast" not in told
        told = client.get(f"{page}zh-hans").text
        assert "我们休息了。" in told
        assert "2026年3月10日 09:00" in told
        assert "您好" in told
    chat.absence = chat.welcome = {"en": "In English alone"}
    chat.save()
    with time_machine.travel(shanghai(6, 18), tick=False):
        assert "In English alone" not in client.get(f"{page}zh-hans").text
    with time_machine.travel(shanghai(9, 10), tick=False):
        assert "A feast" in client.get(f"{page}en").text
        assert client.get("/chat/bootstrap").json()["is_open"] is False


def form(hours: list[tuple] = (), holidays: list[tuple] = ()) -> dict:
    typed = {"tell_after": 2, "digest_every": 15, "kept_days": 180, "spam_days": 30}
    for table, rows, names in (
        ("opening_hours", hours, ("weekday", "opens", "closes")),
        ("holidays", holidays, ("first_day", "last_day")),
    ):
        typed |= {f"{table}-TOTAL_FORMS": len(rows), f"{table}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            typed |= {f"{table}-{number}-{name}": value for name, value in zip(names, row, strict=True)}
    return typed


def test_hours_and_holidays_are_set_in_the_admin(signed_in):
    manager = signed_in("Site managers")
    ChatSettings.objects.current()
    typed = form([(0, "09:00", "17:30"), (5, "20:00", "00:00")], [("2026-03-03", "2026-03-04")])
    assert manager.post(CHANGE, typed).status_code == 302
    assert [str(one) for one in OpeningHours.objects.all()] == ["Monday 09:00–17:30", "Saturday 20:00–00:00"]
    assert str(Holiday.objects.get()) == "2026-03-03 – 2026-03-04"
    assert signed_in("Chat agents").get(CHANGE).status_code == 200
    assert signed_in("Chat agents").post(CHANGE, form()).status_code == 403


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (form([(0, "17:30", "09:00")]), "This is before it opens."),
        (form([(0, "09:00", "09:00")]), "This is before it opens."),
        (form([(7, "09:00", "10:00")]), "not one of the available choices"),
        (form([], [("2026-03-04", "2026-03-03")]), "This is before the first day."),
        (form() | {"tell_after": 0}, "greater than or equal to 1"),
        (form() | {"kept_days": "x"}, "Enter a whole number"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(typed, told, signed_in):
    ChatSettings.objects.current()
    page = signed_in("Site managers").post(CHANGE, typed)
    assert (page.status_code, told in page.text) == (200, True)
    assert not OpeningHours.objects.exists()
