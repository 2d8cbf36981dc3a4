"""One after the other: what a step is judged by is read when nobody can change it any more."""

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from pages.widgets import is_number


def in_turn(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For views of something with revisions, by its number or, of Django's own, its `object_id`.

    Of two who press at once, the second is judged by what the first has done. Who only looks waits for nobody. What
    has no number yet may be a translation, and then its original is what two could press for at once.
    """

    @wraps(view)
    def waiting(self, request: HttpRequest, *args, **named) -> HttpResponse:
        if request.method != "POST":
            return view(self, request, *args, **named)
        asked = args[0] if args else named.get("number") or named.get("object_id")
        number = str(asked or request.POST.get("translation_of", ""))
        with transaction.atomic():
            self.model.objects.hold(int(number) if is_number(number) else 0)
            return view(self, request, *args, **named)

    return waiting
