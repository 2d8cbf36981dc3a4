"""Every public page and the staff's article screen, judged by axe: no violations, in light and in dark."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.browser import sign_in, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_public_pages_have_no_violations(site, live_server, browser, scheme, width):
    window = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, found = window.new_page(), []
    for address in site:
        page.goto(live_server.url + address)
        found += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    window.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_article_screen_has_no_violations(live_server, visit, scheme):
    article = factories.published("On the screen", cover=factories.picture(), cover_alt="A gradient")
    article.schedule(factories.revision(article), timezone.now() + timedelta(days=1), timezone.now())
    factories.superuser("boss")
    staff = visit(color_scheme=scheme)
    sign_in(staff, live_server.url, "boss")
    found = violations(staff)
    staff.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    staff.wait_for_selector(".cke_wysiwyg_div")
    found += violations(staff)
    assert not found, "\n".join(found)


SCREENS = [
    *("menuitem/", "menuitem/add/", "banner/", "banner/add/", "partner/", "partner/add/", "sitesettings/1/change/"),
    *("page/", "page/add/", "redirect/", "redirect/add/", "redirect/import/", "missingaddress/", "picture/"),
]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_screens_of_the_chrome_have_no_violations(site, live_server, browser, scheme, width):
    factories.superuser("boss")
    window = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    staff = window.new_page()
    sign_in(staff, live_server.url, "boss")
    staff.set_viewport_size({"width": width, "height": 900})
    found = []
    for screen in SCREENS:
        staff.goto(f"{live_server.url}/admin/pages/{screen}")
        found += violations(staff)
        assert staff.evaluate("document.documentElement.scrollWidth") <= width, screen
    window.close()
    assert not found, "\n".join(found)
