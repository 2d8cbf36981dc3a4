"""Banners on the home page, and partners in the footer."""

from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages import links
from pages.labels import LabelField
from pages.link_fields import LinkField
from pages.prepared import prepared


class BannerQuerySet(models.QuerySet):
    def shown(self, at: datetime) -> Self:
        begun = Q(shown_from=None) | Q(shown_from__lte=at)
        return self.filter(begun, Q(shown_until=None) | Q(shown_until__gt=at))

    def shown_now(self, language: str) -> "list[Banner]":
        """Each with where it leads, `address`, and its picture; with one query."""
        banners = _with_targets(timezone.now(), language)
        for banner in banners:
            banner.address = links.address_of(banner.target, links.addresses_in(banner), language)
        return banners


@prepared
def _with_targets(at: datetime, language: str) -> BannerQuerySet:
    shown = Banner.objects.shown(at)
    return shown.select_related("picture").annotate(**links.targets_of(shown, at, language))


class Banner(models.Model):
    picture = models.ForeignKey(
        "pages.Picture",
        models.PROTECT,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Wide, best 1920 × 768; the words lie over its left part, so keep that quiet and rather dark."),
    )
    title = LabelField(_("title"), max_length=80)
    text = LabelField(_("text"), max_length=200, blank=True)
    target = LinkField(
        _("leads to"), blank=True, help_text=_("Part of a title, to choose what is suggested, or an address.")
    )
    link_words = LabelField(_("words of the link"), max_length=40, blank=True, help_text=_("Empty: “Read more”."))
    shown_from = models.DateTimeField(_("shown from"), null=True, blank=True, help_text=_("Empty: at once."))
    shown_until = models.DateTimeField(_("shown until"), null=True, blank=True, help_text=_("Empty: it stays."))
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)

    objects = BannerQuerySet.as_manager()

    class Meta:
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_until__gt=F("shown_from")), name="pages_banner_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self):
        if self.shown_from and self.shown_until and self.shown_until <= self.shown_from:
            raise ValidationError({"shown_until": _("The end must come after the beginning.")})


class Partner(models.Model):
    name = LabelField(_("name"), max_length=80)
    address = models.URLField(_("address"), help_text=_("With https:// in front."))
    logo = models.ForeignKey(
        "pages.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Empty: the name in words."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)

    class Meta:
        verbose_name = _("partner link")
        verbose_name_plural = _("partner links")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.name)
