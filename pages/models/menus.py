"""Menus: two levels, in the header and in the footer."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pages.labels import LabelField
from pages.link_fields import LinkField


class MenuItem(models.Model):
    class Place(models.TextChoices):
        HEADER = "header", _("Header")
        FOOTER = "footer", _("Footer")

    place = models.CharField(_("menu"), max_length=6, choices=Place, default=Place.HEADER)
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("below"),
        help_text=_("Empty: on the first level."),
    )
    label = LabelField(_("words"), max_length=60)
    target = LinkField(
        _("leads to"),
        blank=True,
        help_text=_(
            "Part of a title, to choose what is suggested, or an address. Empty: a heading over what stands below it. "
            "What is not live, or not there in the reader's language, is not shown."
        ),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menus")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.label)

    def clean(self):
        """Two levels, each in one menu."""
        if self.parent is None:
            return
        if self.parent == self or self.parent.parent_id:
            raise ValidationError({"parent": _("A menu has two levels. Choose an item of the first level.")})
        if self.pk and self.children.exists():
            raise ValidationError({"parent": _("Other items stand below this one. Move them first.")})
        if self.parent.place != self.place:
            raise ValidationError({"parent": _("This item stands in the other menu. Choose one of the same menu.")})

    def save(self, *args, **options):
        super().save(*args, **options)
        self.children.exclude(place=self.place).update(place=self.place)


def menu(items: list[MenuItem], place: str) -> list[MenuItem]:
    """The items of the first level, each with `below`; `address` was set on each, and what has none is not shown."""
    below = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.position, item.pk)):
        if item.place == place and (item.address or not item.target):
            below[item.parent_id].append(item)
    for item in below[None]:
        item.below = [child for child in below[item.pk] if child.address]
    return [item for item in below[None] if item.address or item.below]
