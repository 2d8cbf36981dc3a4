"""One screen for something with revisions: its identity and its newest revision together."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from pages.forms.pictures import TakesPictures
from pages.models import Revision
from pages.widgets import Moment

_LINES = ("title", "cover_alt", "source", "author_line", "seo_title", "seo_description", "note")
_WIDGETS = dict.fromkeys(_LINES, AdminTextInputWidget) | {"summary": AdminTextareaWidget(attrs={"rows": 3})}


def revision_fields(model: type[Revision]) -> dict[str, forms.Field]:
    """What a concrete form takes up: the content of its kind of revision."""
    return forms.fields_for_model(model, fields=[*model.content, "note"], widgets=_WIDGETS)


class TimelineForm(TakesPictures, forms.ModelForm):
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    goes_live_at = forms.SplitDateTimeField(label=_("Publish at"), required=False, widget=Moment)
    ends_at = forms.SplitDateTimeField(
        label=_("Take down at"), required=False, widget=Moment, help_text=_("Empty: it stays.")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        now = timezone.now()
        if self.is_bound and self.instance.pk and connection.in_atomic_block:
            # Of two who save at once, the second sees what the first has saved.
            self._meta.model.objects.select_for_update().get(pk=self.instance.pk)
        self.newest = self.instance.revisions.order_by("-pk").first() if self.instance.pk else None
        if self.newest:
            self.initial = (
                self.newest.copy_of_content()
                | {
                    "base": self.newest.pk,
                    "cover": self.newest.cover_id,
                    "goes_live_at": self.newest.live_from if self.newest.is_ahead(now) else None,
                    "ends_at": None if self.newest.has_ended(now) else self.newest.ends_at,
                }
                | self.initial
            )
        self.theirs: Revision | None = None

    @property
    def wants_schedule(self) -> bool:
        return "_schedule" in self.data

    @property
    def wants_publication(self) -> bool:
        return "_publish" in self.data

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or self._meta.model.slug_for(self.data.get("title", ""))

    def clean_backdated_to(self):
        moment = self.cleaned_data["backdated_to"]
        if moment and moment.year < 1900:
            raise ValidationError(_("This date is too long ago."), code="too_old")
        if moment and moment > timezone.now():
            raise ValidationError(_("This date is ahead. To publish later, use “Publish at”."), code="future")
        return moment

    def clean(self) -> dict:
        cleaned = super().clean()
        self._clean_schedule(cleaned)
        self._clean_cover(cleaned)
        self._refuse_stale_base(cleaned)
        return cleaned

    def _clean_schedule(self, cleaned: dict) -> None:
        begins, ends = cleaned.get("goes_live_at"), cleaned.get("ends_at")
        now = timezone.now()
        if self.wants_schedule and not begins and "goes_live_at" not in self.errors:
            self.add_error("goes_live_at", _("Say when readers should see it, then press “Publish at…” again."))
        if self.wants_schedule and begins and begins <= now:
            self.add_error("goes_live_at", _("This moment has passed. Choose a later one, or publish now."))
        if self.wants_schedule and begins and self._is_taken(begins):
            self.add_error("goes_live_at", _("Another version already begins at that moment. Choose another one."))
        begins = begins if self.wants_schedule and begins else now
        if (self.wants_schedule or self.wants_publication) and ends and ends <= begins:
            self.add_error("ends_at", _("The end must come after the beginning."))

    def _is_taken(self, moment) -> bool:
        return (
            bool(self.newest) and self.instance.revisions.filter(live_from=moment).exclude(pk=self.newest.pk).exists()
        )

    def _clean_cover(self, cleaned: dict) -> None:
        cover = cleaned.get("cover")
        if cover and not cleaned.get("cover_decorative") and not cleaned.get("cover_alt"):
            if cover.alt:
                cleaned["cover_alt"] = cover.alt
            else:
                self.add_error("cover_alt", _("Say what the cover shows, or mark it as mere decoration."))

    def _refuse_stale_base(self, cleaned: dict) -> None:
        """Nobody saves over a version that he has not seen. Pressed again, the button means it."""
        if not self.newest or cleaned.get("base") == self.newest.pk or "base" not in self.fields:
            return
        self.theirs = self.newest
        self.data = self.data.copy()
        self.data["base"] = self.newest.pk
        raise ValidationError(
            _(
                "%(person)s saved another version on %(time)s, while you were writing. Both are below: take over from "
                "theirs what you need, then save again. Neither is lost."
            ),
            params={
                "person": self.newest.created_by or _("Somebody"),
                "time": date_format(timezone.localtime(self.newest.created_at), "DATETIME_FORMAT"),
            },
            code="stale",
        )

    def content(self) -> dict:
        names = self._meta.model._meta.get_field("revisions").related_model.content
        return {name: self.cleaned_data.get(name) for name in names}

    def changes_content(self) -> bool:
        return self.newest is None or self.newest.copy_of_content() != self.content()

    def save_more(self, identity) -> None:
        """What belongs to the identity and has tables of its own."""
