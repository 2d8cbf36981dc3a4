"""What the company says of itself, once for the whole site."""

from datetime import datetime
from urllib.parse import unquote

from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, gettext_lazy as _
from PIL import Image

from pages import links
from pages.colours import ColourField, check_accent, hard_to_see
from pages.json import as_list, loaded
from pages.labels import Label, LabelField
from pages.models.banners import Partner
from pages.models.menus import MenuItem, menu
from pages.models.pictures import Picture
from pages.prepared import prepared


def _first_company() -> Label:
    return Label({"en": "HiFred Technology Company Ltd", "zh-hans": "海弗瑞德科技有限公司"})


def _picture(name, help_text: str = "") -> models.ForeignKey:
    return models.ForeignKey(
        "pages.Picture", models.PROTECT, verbose_name=name, null=True, blank=True, related_name="+", help_text=help_text
    )


class SiteSettingsQuerySet(models.QuerySet):
    def current(self) -> "SiteSettings":
        """All that stands around every page, for the active language, with one query."""
        language, now = get_language(), timezone.now()
        if not (found := _with_chrome(now, language)):
            self.get_or_create(pk=1)
            found = _with_chrome(now, language)
        found[0].language = language
        return found[0]


@prepared
def _with_chrome(at: datetime, language: str) -> SiteSettingsQuerySet:
    items = MenuItem.objects.all()
    logo = ("id", "token", "widths", "fallback", "width", "height")
    return SiteSettings.objects.select_related("logo", "favicon", "share_image", "map").annotate(
        menu_rows=as_list(items, "id", "place", "parent_id", "label", "target", "position"),
        partner_rows=as_list(
            Partner.objects.all(),
            *("id", "name", "address", "position"),
            logo=JSONObject(**{name: f"logo__{name}" for name in logo}),
        ),
        **links.targets_of(items, at, language),
    )


class SiteSettings(models.Model):
    """One row."""

    company_name = LabelField(_("company name"), default=_first_company)
    welcome = LabelField(
        _("welcome line"), blank=True, help_text=_("On top of every page. Empty: “Welcome to” and the company's name.")
    )
    description = LabelField(
        _("description"),
        long=True,
        max_length=300,
        blank=True,
        help_text=_("One or two sentences, also for search engines."),
    )
    about = LabelField(
        _("about the company"), long=True, max_length=4000, blank=True, help_text=_("Shown on the home page.")
    )
    logo = _picture(_("logo"), _("A square or wide mark; a transparent PNG suits light and dark pages."))
    favicon = _picture(_("browser icon"), _("Square, at least 192 pixels wide."))
    share_image = _picture(
        _("share picture"), _("Shown when a page without a picture of its own is shared; 1200 × 630.")
    )
    accent = ColourField(
        _("main colour"),
        validators=[check_accent],
        help_text=_("Of links and buttons, such as #1c4f9c. In dark it is made lighter by itself."),
    )
    band = ColourField(_("colour of the top line"), help_text=_("Behind the welcome line, such as #16222e."))
    logo_plate = models.CharField(max_length=5, blank=True, editable=False)  # the grounds on which the logo needs one
    phone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[0-9+()\s./-]+$", _("Write digits, spaces, + and - only."))],
    )
    email = models.EmailField(_("e-mail"), blank=True)
    address = LabelField(_("address"), long=True, max_length=500, blank=True)
    map = _picture(_("map"), _("Shown on the contact page: a picture of where you are, such as a part of a city map."))
    map_link = models.URLField(_("map link"), blank=True, help_text=_("Where a click on the map leads."))
    hours = LabelField(_("opening hours"), blank=True)
    icp_number = models.CharField(_("ICP number"), max_length=60, blank=True)
    icp_link = models.URLField(_("ICP link"), blank=True, default="https://beian.miit.gov.cn/")
    police_number = models.CharField(_("police registration number"), max_length=60, blank=True)
    police_link = models.URLField(_("police registration link"), blank=True, default="https://beian.mps.gov.cn/")
    footer_text = LabelField(_("footer text"), long=True, max_length=1000, blank=True)
    trash_days = models.PositiveSmallIntegerField(
        _("days in the trash"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("After them the caretaker destroys what readers have never seen. What was live is kept."),
    )

    objects = SiteSettingsQuerySet.as_manager()

    language: str  # in which `current` read it

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="pages_one_row_of_site_settings")]

    def __str__(self) -> str:
        return str(self.company_name)

    def save(self, *args, **options):
        self.pk = 1
        self.logo_plate = self._plate()
        super().save(*args, **options)

    @property
    def theme(self) -> str:
        """The query of /theme.css; empty if the site wears its own colours."""
        chosen = {"accent": self.accent, "band": self.band}
        return urlencode({name: colour.removeprefix("#") for name, colour in chosen.items() if colour})

    def _plate(self) -> str:
        """A logo that is hard to see on both grounds is left as it is: one plate would not help."""
        if self.logo is None:
            return ""
        try:
            with default_storage.open(self.logo.file(min(self.logo.widths), self.logo.fallback)) as file:
                hard = hard_to_see(Image.open(file))
        except OSError:
            return ""
        return hard.pop() if len(hard) == 1 else ""

    @property
    def welcome_line(self) -> str:
        return str(self.welcome) or gettext("Welcome to %(company)s!") % {"company": self.company_name}

    @cached_property
    def header(self) -> list[MenuItem]:
        return menu(self._items, MenuItem.Place.HEADER)

    @cached_property
    def footer(self) -> list[MenuItem]:
        return menu(self._items, MenuItem.Place.FOOTER)

    @cached_property
    def places(self) -> set[str]:
        """Where the header leads."""
        return {unquote(one.address) for item in self.header for one in (item, *item.below) if one.address}

    @cached_property
    def partners(self) -> list[Partner]:
        rows = sorted(self.__dict__.get("partner_rows") or [], key=lambda row: (row["position"], row["id"]))
        return [
            Partner(
                name=Label(loaded(row["name"])),
                address=row["address"],
                logo=Picture(**row["logo"] | {"widths": loaded(row["logo"]["widths"])}) if row["logo"]["id"] else None,
            )
            for row in rows
        ]

    @cached_property
    def _items(self) -> list[MenuItem]:
        known = links.addresses_in(self)
        items = [
            MenuItem(**row | {"label": Label(loaded(row["label"]))}) for row in self.__dict__.get("menu_rows") or []
        ]
        for item in items:
            item.address = links.address_of(item.target, known, self.language)
        return items
