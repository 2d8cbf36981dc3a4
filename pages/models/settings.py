"""What the company says of itself, once for the whole site."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from pages.labels import Label, LabelField


def _first_company() -> Label:
    return Label({"en": "HiFred Technology Company Ltd", "zh-hans": "海弗瑞德科技有限公司"})


def _picture(name, help_text: str = "") -> models.ForeignKey:
    return models.ForeignKey(
        "pages.Picture", models.PROTECT, verbose_name=name, null=True, blank=True, related_name="+", help_text=help_text
    )


class SiteSettingsQuerySet(models.QuerySet):
    def current(self) -> "SiteSettings":
        return self.select_related("logo", "favicon", "share_image").first() or SiteSettings()


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
    phone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[0-9+()\s./-]+$", _("Write digits, spaces, + and - only."))],
    )
    email = models.EmailField(_("e-mail"), blank=True)
    address = LabelField(_("address"), long=True, max_length=500, blank=True)
    hours = LabelField(_("opening hours"), blank=True)
    icp_number = models.CharField(_("ICP number"), max_length=60, blank=True)
    icp_link = models.URLField(_("ICP link"), blank=True, default="https://beian.miit.gov.cn/")
    police_number = models.CharField(_("police registration number"), max_length=60, blank=True)
    police_link = models.URLField(_("police registration link"), blank=True, default="https://beian.mps.gov.cn/")
    footer_text = LabelField(_("footer text"), long=True, max_length=1000, blank=True)

    objects = SiteSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="pages_one_row_of_site_settings")]

    def __str__(self) -> str:
        return str(self.company_name)

    def save(self, *args, **options):
        self.pk = 1
        super().save(*args, **options)

    @property
    def welcome_line(self) -> str:
        return str(self.welcome) or gettext("Welcome to %(company)s!") % {"company": self.company_name}
