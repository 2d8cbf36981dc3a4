"""Banners and partners, and the pictures of the result that staff see."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pages.models import Banner, Partner, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)


def shown(client, at=None) -> list[str]:
    with time_machine.travel(at or NOW, tick=False):
        return [str(banner.title) for banner in client.get("/").context["banners"]]


def test_a_banner_is_shown_from_its_beginning_to_its_end(client):
    factories.banner("Now and then", shown_from=NOW, shown_until=NOW + HOUR)
    moments = [NOW - TICK, NOW, NOW + HOUR - TICK, NOW + HOUR]
    assert [len(shown(client, moment)) for moment in moments] == [0, 1, 1, 0]


def test_banners_stand_in_their_order(client):
    for place, title in ((1, "Second"), (0, "First")):
        factories.banner(title, position=place)
    assert shown(client) == ["First", "Second"]


def test_a_banner_leads_where_there_is_something(client):
    live, draft = factories.page("About"), factories.page("Later", live=False)
    factories.banner("One", target=f"page:{live.pk}", text={"en": "<i>Words</i>"})
    factories.banner("Two", target=f"page:{draft.pk}")
    text = client.get("/").text
    assert text.count('class="banner-link"') == 1
    assert 'class="banner-link" href="/about/"' in text
    assert "&lt;i&gt;Words&lt;/i&gt;" in text


def test_an_end_before_the_beginning_and_no_picture_are_refused_beside_their_fields(signed_in):
    typed = {"title_en": "Kept", "shown_from_0": "2030-01-02", "shown_from_1": "10:00"}
    typed |= {"shown_until_0": "2030-01-01", "shown_until_1": "10:00"}
    page = signed_in().post(reverse("admin:pages_banner_add"), typed)
    assert set(page.context["adminform"].form.errors) == {"picture", "shown_until"}
    assert 'value="Kept"' in page.text
    assert not Banner.objects.exists()


def test_a_picture_in_use_is_not_deleted(signed_in):
    banner = factories.banner()
    page = signed_in().post(reverse("admin:pages_picture_delete", args=[banner.picture_id]), {"post": "yes"})
    assert page.status_code == 200
    assert Banner.objects.get().picture_id == banner.picture_id


def test_partners_stand_in_the_footer_with_their_logo_or_name(client):
    Partner.objects.create(name={"en": "Nine Bridges"}, address="https://example.com/", position=1)
    Partner.objects.create(name={"en": "Delta"}, address="https://example.org/", logo=factories.picture())
    text = client.get("/news/").text
    assert '<a href="https://example.com/" rel="noopener">Nine Bridges</a>' in text
    assert 'alt="Delta"' in text
    assert text.index("Delta") < text.index("Nine Bridges")


RESULTS = ["menuitem", "banner", "partner", "sitesettings"]


@pytest.mark.parametrize("model", RESULTS)
def test_the_result_is_shown_to_those_who_may_see_it_and_within_the_site_alone(model, signed_in):
    address = reverse(f"admin:pages_{model}_result")
    page = signed_in("Site managers").get(f"{address}?language=zh-hans")
    assert (page.status_code, page["X-Frame-Options"], page["Content-Language"]) == (200, "SAMEORIGIN", "zh-hans")
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert '<html lang="zh-hans">' in page.text
    assert signed_in("Authors").get(address).status_code == 403


@pytest.mark.parametrize("screen", ["menuitem_changelist", "banner_changelist", "partner_changelist"])
def test_the_screens_that_show_it_may_hold_a_frame_of_the_site(screen, signed_in):
    page = signed_in().get(reverse(f"admin:pages_{screen}"))
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_settings_are_shown_unsaved(signed_in):
    typed = {"company_name_en": "Nine Bridges", "phone": "no number", "icp_number": "ICP 77"}
    page = signed_in().post(reverse("admin:pages_sitesettings_result"), typed)
    assert "Welcome to Nine Bridges!" in page.text
    assert "ICP 77" in page.text
    assert not SiteSettings.objects.filter(icp_number="ICP 77").exists()
