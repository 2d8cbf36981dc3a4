"""The article's screen: what it has besides any other thing with revisions."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from news.models import Article, ArticleRevision, Tag
from pages.forms.timeline import TimelineForm, revision_fields


class ArticleForm(TimelineForm):
    tag_names = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=400,
        widget=AdminTextInputWidget,
        help_text=_("Separated by commas. They decide which articles are shown as related."),
    )
    locals().update(revision_fields(ArticleRevision))

    class Meta:
        model = Article
        fields = ["language", "category", "slug", "pinned", "backdated_to", "clicks_before"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.newest:
            names = self.instance.tags.values_list("name", flat=True)
            self.initial.setdefault("tag_names", ", ".join(names))

    def clean_tag_names(self) -> list[str]:
        names = [
            " ".join(name.split())
            for name in self.cleaned_data["tag_names"].replace("，", ",").replace("、", ",").split(",")
        ]
        if too_long := next((name for name in names if len(name) > 60), None):
            raise ValidationError(_("A tag has 60 characters at most: “%(tag)s”."), params={"tag": too_long})
        return list(dict.fromkeys(filter(None, names)))

    def save_more(self, article: Article) -> None:
        names = self.cleaned_data["tag_names"]
        known = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
        article.set_tags([known.get(name) or Tag.objects.create(name=name) for name in names])
