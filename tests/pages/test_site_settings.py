"""What the company says of itself: one form for staff, and every page shows it at once."""

import html5lib
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from pages.models import AuditEntry, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
FORM = "admin:pages_sitesettings_change"
LABELS = ("company_name", "welcome", "description", "about", "address", "hours", "footer_text")


def typed(**fields) -> dict:
    """What the form sends, with `welcome="x"` for its English word."""
    words = {f"{name}_{code}": "" for name in LABELS for code in ("en", "zh_hans")}
    words |= {"company_name_en": "Acme Ltd", "company_name_zh_hans": "顶峰有限公司"}
    return words | {f"{name}_en" if name in LABELS else name: value for name, value in fields.items()}


@pytest.fixture
def save(signed_in):
    def send(**fields):
        SiteSettings.objects.get_or_create(pk=1)
        return signed_in("Site managers").post(reverse(FORM, args=[1]), typed(**fields))

    return send


def home(client, address: str = "/"):
    return html5lib.parse(client.get(address).text, namespaceHTMLElements=False)


def text(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_second_row_is_impossible():
    SiteSettings().save()
    SiteSettings(pk=2, phone="1").save()
    assert SiteSettings.objects.get().phone == "1"
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteSettings.objects.bulk_create([SiteSettings(pk=2)])


def test_the_welcome_line_stands_before_anything_was_saved(client):
    assert "Welcome to HiFred Technology Company Ltd!" in text(home(client))


def test_what_is_saved_is_shown_at_once(save, client):
    fields = {"description": "We make gates.", "about": "Since 1999.", "address": "1 Gate Road", "hours": "Mon to Fri"}
    assert save(**fields, footer_text="Made here.", email="office@example.com").status_code == 302
    page = text(home(client))
    assert [
        words for words in [*fields.values(), "Acme Ltd", "Made here.", "office@example.com"] if words not in page
    ] == []
    assert "顶峰有限公司" in text(home(client, "/zh-hans/"))


@pytest.mark.parametrize(("welcome", "line"), [("", "Welcome to Acme Ltd!"), ("Come in", "Come in"), ("<b>", "<b>")])
def test_the_welcome_line_names_the_company_unless_written(welcome, line, save, client):
    save(welcome=welcome)
    assert text(home(client).find(".//div[@class='welcome']//p")) == line


def test_the_welcome_line_is_shown_in_each_language(save, client):
    save(welcome="Come in", welcome_zh_hans="请进")
    assert text(home(client, "/zh-hans/").find(".//div[@class='welcome']//p")) == "请进"


@pytest.mark.parametrize(
    ("fields", "href", "words"),
    [
        (
            {"icp_number": "浙ICP备1号", "icp_link": "https://beian.miit.gov.cn/"},
            "https://beian.miit.gov.cn/",
            "浙ICP备1号",
        ),
        (
            {"police_number": "浙公网安备1号", "police_link": "https://beian.mps.gov.cn/"},
            "https://beian.mps.gov.cn/",
            "浙公网安备1号",
        ),
        ({"phone": "+86 (571) 8888-1234"}, "tel:+8657188881234", "+86 (571) 8888-1234"),
        ({"email": "office@example.com"}, "mailto:office@example.com", "office@example.com"),
    ],
)
def test_numbers_in_the_footer_are_linked(fields, href, words, save, client):
    save(**fields)
    link = home(client).find(f".//footer//a[@href='{href}']")
    assert text(link) == words


@pytest.mark.parametrize("name", ["icp", "police"])
def test_a_number_without_a_link_is_plain_text(name, save, client):
    save(**{f"{name}_number": "No. 1", f"{name}_link": ""})
    footer = home(client).find(".//footer")
    assert "No. 1" in text(footer)
    assert "No. 1" not in [text(link) for link in footer.iter("a")]


def test_pictures_of_the_site_are_shown(save, client):
    logo, icon = factories.picture(width=500, height=100), factories.picture(width=200, height=200)
    save(logo=logo.pk, favicon=icon.pk)
    page = home(client)
    image = page.find(f".//header//img[@src='{logo.small}']")
    assert (image.get("width"), image.get("height")) == ("180", "36")  # as high as it is shown
    assert image.get("alt") is not None
    assert text(page.find(".//header//a[@class='brand']")) == "Acme Ltd"
    assert page.find(".//link[@rel='icon']").get("href") == icon.small


@pytest.mark.parametrize("field", ["icp_link", "police_link"])
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JAVASCRIPT://x.example/%0aalert(1)", "data:text/html,x", "no address"]
)
def test_odd_links_are_refused(field, address, save):
    page = save(**{field: address})
    assert list(page.context["adminform"].form.errors) == [field]
    assert "javascript" not in getattr(SiteSettings.objects.get(), field)


@pytest.mark.parametrize(
    ("field", "value"),
    [("phone", "call us"), ("phone", "1<script>"), ("email", "nobody"), ("company_name", ""), ("logo", "999")],
)
def test_odd_values_are_refused_beside_their_field(field, value, save):
    page = save(**{field: value}, hours="Kept hours")
    assert list(page.context["adminform"].form.errors) == [field]
    assert 'value="Kept hours"' in page.text


def test_the_list_leads_to_the_one_form(signed_in):
    page = signed_in("Site managers").get(reverse("admin:pages_sitesettings_changelist"), follow=True)
    assert page.redirect_chain == [(reverse(FORM, args=[1]), 302)]
    assert page.status_code == 200


def test_saving_leads_back_to_the_form(save):
    assert save()["Location"] == reverse(FORM, args=[1])


@pytest.mark.parametrize("role", ["Authors", "Editors", "Chat agents"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not(role, method, signed_in):
    SiteSettings().save()
    someone = signed_in(role)
    for address in (reverse("admin:pages_sitesettings_changelist"), reverse(FORM, args=[1])):
        assert getattr(someone, method)(address).status_code == 403


@pytest.mark.parametrize("address", ["add", "delete"])
def test_nobody_adds_or_deletes_the_row(address, signed_in):
    SiteSettings().save()
    arguments = [1] if address == "delete" else []
    assert signed_in().post(reverse(f"admin:pages_sitesettings_{address}", args=arguments)).status_code == 403
    assert SiteSettings.objects.exists()


def test_lines_that_nobody_touched_have_not_changed(save):
    text = "One.\n\nTwo."
    SiteSettings.objects.update_or_create(pk=1, defaults={"about": {"en": text}})
    save(about=text.replace("\n", "\r\n"), phone="+86 571")
    assert SiteSettings.objects.get().about == {"en": text}
    assert "bout" not in AuditEntry.objects.latest("pk").get_change_message()
