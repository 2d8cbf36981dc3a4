"""The tree that news is sorted into, three levels deep and small enough to be read whole."""

from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pages.labels import LabelField
from pages.routes import path_to

LEVELS = 3


class CategoryTree:
    """All categories, read with one query; each knows its parent, children, level and the way to it."""

    def __init__(self, categories: "models.QuerySet[Category]"):
        self.by_number = {category.pk: category for category in categories}
        self.by_slug = {category.slug: category for category in self.by_number.values()}
        children: dict[int | None, list[Category]] = defaultdict(list)
        for category in self.by_number.values():
            children[category.parent_id].append(category)
        self.roots = children[None]
        for category in self.by_number.values():
            category.children_here = children[category.pk]
        for root in self.roots:
            self._place(root, [])

    def _place(self, category: "Category", above: "list[Category]") -> None:
        category.trail = [*above, category]
        for child in category.children_here:
            self._place(child, category.trail)

    def __iter__(self) -> Iterator["Category"]:
        """From the first root down, each before its children."""
        return (category for root in self.roots for category in root.branch())

    def __bool__(self) -> bool:
        return bool(self.roots)


class CategoryQuerySet(models.QuerySet):
    def tree(self) -> CategoryTree:
        return CategoryTree(self.all())


class Category(models.Model):
    name = LabelField(_("name"))
    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, allow_unicode=True, help_text=_("The last part of its address.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("parent"), null=True, blank=True, related_name="children"
    )
    description = LabelField(_("description"), long=True, max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Smaller numbers come first."))

    objects = CategoryQuerySet.as_manager()

    # Set by CategoryTree.
    trail: "list[Category]"
    children_here: "list[Category]"

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return path_to("news:category", self.slug)

    @property
    def level(self) -> int:
        return len(self.trail)

    @property
    def path(self) -> str:
        return " › ".join(str(category) for category in self.trail)

    @property
    def above(self) -> "list[Category]":
        return self.trail[:-1]

    def branch(self) -> "list[Category]":
        """Itself and all that is below it."""
        return [self, *(below for child in self.children_here for below in child.branch())]

    def clean(self):
        """Refuses a parent below itself, and a fourth level."""
        if not self.parent_id:
            return
        tree = Category.objects.tree()
        parent, here = tree.by_number[self.parent_id], tree.by_number.get(self.pk)
        if here and here in parent.trail:
            raise ValidationError({"parent": _("A category cannot stand below itself.")})
        depth = max((below.level for below in here.branch()), default=1) - here.level + 1 if here else 1
        if parent.level + depth > LEVELS:
            raise ValidationError(
                {
                    "parent": _("Categories go %(levels)d levels deep at most. Choose a parent further up.")
                    % {"levels": LEVELS}
                }
            )
