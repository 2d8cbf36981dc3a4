"""Every public page and the staff's article screen, judged by axe: no violations, in light and in dark."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.browser import judged, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_public_pages_have_no_violations(site, live_server, browser):
    window = browser.new_context()
    page, found = window.new_page(), []
    for address in site:
        page.goto(live_server.url + address)
        found += judged(page)
    window.close()
    assert not found, "\n".join(found)


def test_the_article_screen_has_no_violations(live_server, visit):
    article = factories.published("On the screen", cover=factories.picture(), cover_alt="A gradient")
    article.schedule(factories.revision(article), timezone.now() + timedelta(days=1), timezone.now())
    factories.superuser("boss")
    staff = visit()
    sign_in(staff, live_server.url, "boss")
    found = judged(staff)
    staff.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    staff.wait_for_selector(".cke_wysiwyg_div")
    found += judged(staff)
    assert not found, "\n".join(found)


SCREENS = [
    *("menuitem/", "menuitem/add/", "banner/", "banner/add/", "partner/", "partner/add/", "sitesettings/1/change/"),
    *("page/", "page/add/", "redirect/", "redirect/add/", "redirect/import/", "missingaddress/", "picture/"),
]


def test_the_screens_of_the_chrome_have_no_violations(site, live_server, browser):
    factories.superuser("boss")
    window = browser.new_context()
    staff, found = window.new_page(), []
    sign_in(staff, live_server.url, "boss")
    for screen in SCREENS:
        staff.goto(f"{live_server.url}/admin/pages/{screen}")
        found += judged(staff)
    window.close()
    assert not found, "\n".join(found)
