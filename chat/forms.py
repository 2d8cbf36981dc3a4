"""What a visitor may send, and what staff may answer."""

import re
import unicodedata
import uuid

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from chat import suspicion
from chat.models.agents import who_answer
from pages.limits import MESSAGE
from pages.models.outbox import goes_out
from pages.models.people import name_of

PAGE = 300  # characters of an address
BY_MAIL = _("If you leave one, an answer that you have not seen after two minutes goes there too.")
BY_HAND = _("So that we can write to you.")  # where no mail server is set up

# Control characters, and those that turn the direction of a text to make it look like another one.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# Blanks, and what joins, parts or chooses letters: a name of nothing else would be a link that nobody can hit.
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff"
    r"\uffa0\U000e0000-\U000e0fff]*"
)


MARKS = 30  # on one letter; composing takes the square of them, and no language needs a third


def few_marks(text: str) -> str:
    kept, run = [], 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= MARKS:
            kept.append(sign)
    return "".join(kept)


def plain(text: str) -> str:
    """Composed, with one kind of line end, without what cannot be seen; empty if nothing of it can."""
    text = re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", few_marks(text)))
    text = _HIDDEN.sub("", text).strip()
    return "" if _UNSEEN.fullmatch(text) else text


class Plain:
    """For a field: made plain before it is measured, since a browser sends two characters for each line end."""

    def to_python(self, value) -> str:
        return super().to_python(plain(value) if isinstance(value, str) else value)


class PlainCharField(Plain, forms.CharField):
    pass


class PlainEmailField(Plain, forms.EmailField):
    """Quoted, an address may have control characters, and its domain signs that turn the text."""


class MessageForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    opened = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    body = PlainCharField(
        label=_("Your message"),
        max_length=MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a message first.")},
    )
    name = PlainCharField(
        label=_("Your name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = PlainEmailField(
        max_length=254,
        label=_("Your e-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Where the visitor was reading when he wrote; shown to staff, and nothing else is done with it.
    page = PlainCharField(required=False, widget=forms.HiddenInput)
    # People do not see it and leave it empty; programs fill in what they find.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["email"].help_text = BY_MAIL if goes_out() else BY_HAND

    def clean_name(self) -> str:
        return self.cleaned_data["name"].replace("\n", " ")

    def clean_page(self) -> str:
        """The page of a letter is nobody's to know: its address opens a conversation."""
        page = self.cleaned_data["page"].replace("\n", " ")[:PAGE]
        return "" if "/chat/letter/" in page else page

    @staticmethod
    def fresh() -> dict:
        """What a new form begins with."""
        return {"client_id": uuid.uuid4(), "opened": suspicion.stamp()}

    def message(self) -> dict:
        """For `Conversation.objects.send`."""
        names = ("client_id", "body", "name", "email", "page", "opened")
        return {name: self.cleaned_data[name] for name in names} | {"lure": self.cleaned_data["website"]}


class ReplyForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    body = PlainCharField(
        label=_("Your answer"),
        max_length=MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write an answer first.")},
    )


class NoteForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    body = PlainCharField(
        label=_("A note for colleagues"),
        max_length=MESSAGE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The visitor never sees it."),
        error_messages={"required": _("Write a note first.")},
    )

    prefix = "note"


class AssignForm(forms.Form):
    """`before` is who saw to it when the form was shown: a colleague may have changed it since."""

    person = forms.ChoiceField(label=_("Seen to by"), required=False)
    before = forms.ModelChoiceField(User.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, agents: list[User] | None = None, **options):
        super().__init__(*args, **options)
        self.agents = {str(one.pk): one for one in (who_answer() if agents is None else agents)}
        self.fields["person"].choices = [
            ("", _("Nobody yet")),
            *((pk, name_of(one)) for pk, one in self.agents.items()),
        ]

    def clean_person(self) -> User | None:
        return self.agents.get(self.cleaned_data["person"])

    def clean_before(self) -> int | None:
        return self.cleaned_data["before"] and self.cleaned_data["before"].pk
