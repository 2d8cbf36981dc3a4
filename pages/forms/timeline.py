"""One screen for something with revisions: its identity and its newest revision together."""

import uuid

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from pages import comparison
from pages.fields import OneLineField
from pages.forms.pictures import TakesPictures
from pages.models import Revision
from pages.models.people import name_of
from pages.times import SiteMoment

_LINES = ("title", "cover_alt", "source", "author_line", "seo_title", "seo_description", "note")
_WIDGETS = dict.fromkeys(_LINES, AdminTextInputWidget) | {
    "summary": AdminTextareaWidget(attrs={"rows": 3}),
    "correction": AdminTextareaWidget(attrs={"rows": 2}),
}
STEPS = ("publish", "schedule", "approve", "changes", "submit", "comment")  # the buttons besides “Save draft”
FOR_PUBLISHERS = {"publish", "schedule", "approve", "changes"}


def revision_fields(model: type[Revision]) -> dict[str, forms.Field]:
    """What a concrete form takes up: the content of its kind of revision."""
    lines = dict.fromkeys(_LINES, OneLineField)
    return forms.fields_for_model(model, fields=[*model.content, "note"], widgets=_WIDGETS, field_classes=lines)


class TimelineForm(TakesPictures, forms.ModelForm):
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened = forms.UUIDField(required=False, widget=forms.HiddenInput)
    meant = forms.IntegerField(required=False, widget=forms.HiddenInput)
    translation_of = forms.IntegerField(required=False, widget=forms.HiddenInput)
    of_the_page = ("base", "opened", "meant", "translation_of")  # what it knows of itself, besides what somebody writes
    goes_live_at = SiteMoment(label=_("Goes live on"), required=False)
    ends_at = SiteMoment(label=_("Taken down on"), required=False, help_text=_("Empty: it stays."))
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For colleagues; it goes with the button that you press."),
    )

    may_publish = False  # set by the admin: the person at the form

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        now = timezone.now()
        self.newest = self.instance.revisions.order_by("-pk").first() if self.instance.pk else None
        if self.newest:
            self.initial = (
                self.newest.copy_of_content()
                | {
                    "base": self.newest.pk,
                    "opened": uuid.uuid4(),
                    "cover": self.newest.cover_id,
                    "goes_live_at": self.newest.live_from if self.newest.is_ahead(now) else None,
                    "ends_at": None if self.newest.has_ended(now) else self.newest.ends_at,
                }
                | self.initial
            )
        else:
            self.initial.setdefault("opened", uuid.uuid4())
        self.theirs: Revision | None = None

    @property
    def step(self) -> str:
        """What the button that was pressed asks for, if the person may."""
        pressed = next((step for step in STEPS if f"_{step}" in self.data), "draft")
        return "draft" if pressed in FOR_PUBLISHERS and not self.may_publish else pressed

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or self._meta.model.slug_for(self.data.get("title", ""))

    def clean_backdated_to(self):
        moment = self.cleaned_data["backdated_to"]
        if moment and moment.year < 1900:
            raise ValidationError(_("This date is too long ago."), code="too_old")
        if moment and moment > timezone.now():
            raise ValidationError(_("This date is ahead. To publish later, use “Publish at…”."), code="future")
        return moment

    def clean(self) -> dict:
        cleaned = super().clean()
        self._clean_schedule(cleaned)
        self._clean_cover(cleaned)
        self._clean_comment(cleaned)
        self._clean_translation(cleaned)
        self._refuse_withheld(cleaned)
        self._refuse_stale_base(cleaned)
        return cleaned

    def _clean_schedule(self, cleaned: dict) -> None:
        begins, ends = cleaned.get("goes_live_at"), cleaned.get("ends_at")
        wants_schedule = self.step == "schedule"
        now = timezone.now()
        if wants_schedule and not begins and "goes_live_at" not in self.errors:
            self.add_error("goes_live_at", _("Say when readers should see it, then press “Publish at…” again."))
        if wants_schedule and begins and begins <= now:
            self.add_error("goes_live_at", _("This moment has passed. Choose a later one, or publish now."))
        elif wants_schedule and begins and self._is_taken(begins):
            self.add_error("goes_live_at", _("Another version already begins at that moment. Choose another one."))
        begins = begins if wants_schedule and begins else now
        if (self.step in ("schedule", "publish")) and ends and ends <= begins:
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

    def _clean_translation(self, cleaned: dict) -> None:
        """Joins what is new to what it is the translation of."""
        number = cleaned.get("translation_of")
        if self.instance.pk or not number:
            return
        original = self._meta.model.objects.out_of_trash().filter(pk=number).first()
        if original is None:
            self.add_error(None, _("The original is gone. Nothing was saved; your text is still here."))
        elif self._is_translated(original, cleaned.get("language", "")):
            self.add_error("language", _("There is one in this language already. Choose another language."))
        else:
            self.instance.group = original.group

    def _is_translated(self, original, language: str) -> bool:
        return self._meta.model.objects.filter(group=original.group, language=language).exists()

    def _refuse_withheld(self, cleaned: dict) -> None:
        """What was withheld stands in the form of its article still, and must not go out again by itself."""
        if not self.newest or self.step in ("draft", "comment", "changes"):
            return
        withheld = self.instance.revisions.exclude(withheld_at=None).filter(body=cleaned.get("body", ""))
        if withheld.filter(title=cleaned.get("title", "")).exists():
            self.add_error("body", _("This text is withheld from readers for good. Take out what must not be read."))
        elif (same := withheld.order_by("-pk").first()) and cleaned.get("meant") != same.pk:
            self.data = self.data.copy()
            self.data["meant"] = same.pk
            words = _(
                "This text was withheld from readers for good, under the title “%(title)s”. If it was for the title "
                "alone, press the button again; else take out what must not be read."
            )
            self.add_error("body", ValidationError(words, params={"title": same.title}))

    def _clean_comment(self, cleaned: dict) -> None:
        if cleaned.get("comment") or "comment" in self.errors:
            return
        if self.step == "changes":
            self.add_error("comment", _("Say what should be changed, then press the button again."))
        if self.step == "comment":
            self.add_error("comment", _("Write your comment, then press the button again."))

    def _refuse_stale_base(self, cleaned: dict) -> None:
        """Nobody saves over a version that he has not seen. Pressed again, the button means it."""
        if not self.newest or cleaned.get("base") == self.newest.pk or "base" not in self.fields:
            return
        self.theirs = self.newest
        self.data = self.data.copy()
        self.data["base"] = self.newest.pk
        raise ValidationError(
            _(
                "%(person)s saved another version on %(time)s, while you were writing. Both are on this page: "
                "take over from theirs what you need, then save again. Neither is lost."
            ),
            params={
                "person": name_of(self.newest.created_by) or _("Somebody"),
                "time": date_format(timezone.localtime(self.newest.created_at), "DATETIME_FORMAT"),
            },
            code="stale",
        )

    @property
    def compared(self) -> dict:
        """Their version against what stands in the form."""
        yours = type(self.theirs)(**{name: value for name, value in self.content().items() if value is not None})
        body = comparison.rich(self.theirs.body, yours.body) if self.theirs.body != yours.body else None
        return {"rows": comparison.fields(self.theirs, yours), "body": body}

    def content(self) -> dict:
        names = self._meta.model._meta.get_field("revisions").related_model.content
        return {name: self.cleaned_data.get(name) for name in names}

    def changes_content(self) -> bool:
        return self.newest is None or self.newest.copy_of_content() != self.content()

    def save_more(self, identity) -> None:
        """What belongs to the identity and has tables of its own."""
