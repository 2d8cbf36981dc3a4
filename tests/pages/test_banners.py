"""Banners and partners, and the pictures of the result that staff see."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from pages.models import Banner, Partner, Picture, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)


def shown(client, at=None) -> list[str]:
    with time_machine.travel(at or NOW, tick=False):
        return re.findall(r'<div class="banner-words">\s*<h2>([^<]*)</h2>', client.get("/").text)


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


def test_a_banner_without_moments_is_always_shown(client):
    factories.banner("Ever")
    factories.banner("From now on", shown_from=NOW)
    factories.banner("Until now", shown_until=NOW)
    assert shown(client, NOW - TICK) == ["Ever", "Until now"]
    assert shown(client, NOW) == ["Ever", "From now on"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_banner_leads_to_the_translation_or_nowhere(client, language):
    english = factories.page("About", "about")
    factories.page("关于", "guanyu", language="zh-hans", group=english.group)
    factories.banner("Both", target=f"page:{english.pk}")
    factories.banner("Alone", target=f"page:{factories.page('Alone').pk}")
    address, leads = ("/", ["/about/", "/alone/"]) if language == "en" else ("/zh-hans/", ["/zh-hans/guanyu/", None])
    banners = client.get(address).text.split('<li class="banner">')[1:]
    found = [re.search(r'<a class="banner-link" href="([^"]*)"', banner) for banner in banners]
    assert [link and link[1] for link in found] == leads


def test_words_of_the_link_are_the_banners_own_or_read_more(client):
    factories.banner("<b>", target="/news/", link_words={"en": "See all"})
    factories.banner("Two", target="/news/")
    text = client.get("/").text
    assert "See all<span" in text
    assert "Read more<span" in text
    assert "<h2>&lt;b&gt;</h2>" in text


def test_a_picture_sent_with_the_form_is_the_banners(client, signed_in):
    typed = {"title_en": "New", "picture_file": factories.upload(width=40, height=20)}
    assert signed_in("Site managers").post(reverse("admin:pages_banner_add"), typed).status_code == 302
    assert shown(client, timezone.now()) == ["New"]


def test_a_missing_picture_is_asked_for_in_words(signed_in):
    answer = signed_in().post(reverse("admin:pages_banner_add"), {"title_en": "New"})
    assert answer.context["adminform"].form.errors["picture"] == ["This field is required."]


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "//evil.example/", "/nothing/"])
def test_a_banner_leads_nowhere_dangerous_or_empty(signed_in, typed):
    form = {"title_en": "New", "picture": factories.picture(width=20, height=20).pk, "target": typed}
    answer = signed_in().post(reverse("admin:pages_banner_add"), form)
    assert answer.context["adminform"].form.errors.keys() == {"target"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "", "ftp://example.com/x y"])
def test_a_partner_is_at_a_proper_address(signed_in, address):
    answer = signed_in().post(reverse("admin:pages_partner_add"), {"name_en": "Partner", "address": address})
    assert answer.context["adminform"].form.errors.keys() == {"address"}


def used_by(what: str):
    picture = factories.picture(width=20, height=20)
    if what == "banner":
        factories.banner("In use", picture=picture)
    if what == "partner":
        Partner.objects.create(name="In use", address="https://example.com/", logo=picture)
    if what == "cover":
        factories.page("In use", cover=picture, cover_alt="x")
    if what == "text":
        factories.page("In use", body=f'<p><img src="picture:{picture.pk}" alt="x"></p>')
    if what == "settings":
        SiteSettings.objects.update(company_name={"en": "In use"}, map=picture)
    return picture


@pytest.mark.parametrize("what", ["banner", "partner", "cover", "text", "settings"])
@pytest.mark.parametrize("way", ["its page", "the list"])
def test_who_deletes_a_picture_in_use_is_told_where(signed_in, what, way):
    picture, boss = used_by(what), signed_in("Site managers")
    if way == "its page":
        answer = boss.post(reverse("admin:pages_picture_delete", args=[picture.pk]), {"post": "yes"})
    else:
        form = {"action": "delete_selected", "_selected_action": picture.pk, "post": "yes"}
        answer = boss.post(reverse("admin:pages_picture_changelist"), form)
    assert answer.status_code == 200
    assert "In use" in answer.text
    assert Picture.objects.filter(pk=picture.pk).exists()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_partner_is_named_in_the_readers_language(client, language):
    name = {"en": "Nine <Bridges>", "zh-hans": "九桥"}
    Partner.objects.create(name=name, address="https://example.com/?a=1&b=2")
    address, words = ("/", "Nine &lt;Bridges&gt;") if language == "en" else ("/zh-hans/", "九桥")
    assert f'<a href="https://example.com/?a=1&amp;b=2" rel="noopener">{words}</a>' in client.get(address).text


@pytest.mark.parametrize("model", RESULTS)
def test_the_result_is_for_nobody_unknown_and_odd_languages_break_nothing(client, signed_in, model):
    address = reverse(f"admin:pages_{model}_result")
    assert client.get(address)["Location"].startswith("/admin/login/")
    page = signed_in().get(address, {"language": "xx'"})
    assert (page.status_code, page["Content-Language"]) == (200, "en")


def test_the_form_of_the_settings_may_hold_a_frame_of_the_site_and_others_may_not(signed_in):
    boss = signed_in()
    assert (
        "frame-src 'self'" in boss.get(reverse("admin:pages_sitesettings_change", args=[1]))["Content-Security-Policy"]
    )
    for other in ("index", "pages_page_changelist", "pages_redirect_changelist"):
        page = boss.get(reverse(f"admin:{other}"))
        assert "frame-src" not in page["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"


def test_the_result_shows_banners_as_readers_see_them(signed_in):
    factories.banner({"en": "Shown", "zh-hans": "显示"})
    factories.banner("Ended", shown_until=NOW - HOUR)
    boss, address = signed_in(), reverse("admin:pages_banner_result")
    assert ["Shown" in boss.get(address).text, "显示" in boss.get(f"{address}?language=zh-hans").text] == [True, True]
    assert "Ended" not in boss.get(address).text


def test_settings_shown_unsaved_store_nothing_whatever_is_sent(signed_in):
    before = SiteSettings.objects.values().get()
    typed = {"company_name_en": "Nine Bridges", "company_name_zh_hans": "九桥", "logo_file": factories.upload()}
    page = signed_in().post(reverse("admin:pages_sitesettings_result") + "?language=zh-hans", typed)
    assert "九桥" in page.text
    assert (SiteSettings.objects.values().get(), Picture.objects.count()) == (before, 0)


def test_who_may_only_see_the_settings_sees_those_that_are_stored(client):
    person = factories.user("viewer", "Chat agents")
    person.user_permissions.add(Permission.objects.get(codename="view_sitesettings"))
    client.force_login(person)
    page = client.post(reverse("admin:pages_sitesettings_result"), {"company_name_en": "Nine Bridges"})
    assert page.status_code == 200
    assert "Nine Bridges" not in page.text
