"""The customer's own page: entered in the admin, it reads in the browser as it does on today's site."""

import re
from html import escape
from pathlib import Path

import pytest
from django.conf import settings

from news.models import Article
from tests import factories
from tests.browser import follow, sign_in, write
from tests.conftest import missing

SEED = Path(settings.BASE_DIR).parent / "shared" / "seed" / "article.txt"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lines_of(text: str) -> list[str]:
    """Blank lines and kinds of space do not count."""
    return [line for line in (re.sub(r"\s+", " ", line).strip() for line in text.splitlines()) if line]


@pytest.fixture
def seed() -> list[str]:
    if not SEED.exists():
        missing("the customer's page (shared/seed/article.txt) is not there")
    return lines_of(SEED.read_text())


def test_the_customers_page_reads_line_by_line(seed, live_server, visit):
    dated = next(number for number, line in enumerate(seed) if line.startswith("Time:"))
    title, body = seed[dated - 1], seed[dated + 1 : -1]
    day, clicks = re.fullmatch(r"Time:(\S+) Click:(\d+)", seed[dated]).groups()
    factories.category("company-news", "Company News")
    factories.superuser("boss")

    staff = visit()
    sign_in(staff, live_server.url, "boss")
    staff.goto(f"{live_server.url}/admin/news/article/add/")
    staff.fill("#id_title", title)
    staff.select_option("#id_category", label="Company News")
    write(staff, "".join(f"<p>{escape(line)}</p>" for line in body))
    staff.fill("#id_backdated_to_0", day)
    staff.fill("#id_backdated_to_1", "08:00:00")
    staff.fill("#id_clicks_before", str(int(clicks) - 1))
    follow(staff, "text=Publish now")
    staff.wait_for_selector(".messagelist .success")

    reader = visit()
    reader.goto(live_server.url + Article.objects.get().get_absolute_url())
    page = lines_of(reader.evaluate("document.body.innerText"))

    following = iter(page)
    assert [line for line in seed if line not in following] == []
    begin, end = page.index(title), len(page) - 1 - page[::-1].index(body[-1])
    assert page[begin : end + 1] == seed[dated - 1 : -1]
