"""What can be found: an entry for each version that readers see or will see, and the words known from them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from zlib import crc32

from django.db import models, transaction
from django.utils import timezone

from pages.prepared import prepared
from pages.search import index
from pages.search.words import words_of

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
CHUNK = 500  # revisions in memory at once
# Below the milliseconds of its date, so that the numbers of entries have the order of their dates; with those of the
# year 2999 they fill 62 bits.
_BITS = 17


def number_of(moment: datetime) -> int:
    """The least that an entry of this date can have."""
    return (moment - _BEGIN) // timedelta(milliseconds=1) << _BITS


class SearchEntryQuerySet(models.QuerySet):
    @transaction.atomic
    def keep(self, identity) -> None:
        """What can be found of something with revisions, as it stands now; called at each of its steps."""
        self.forget(identity)
        self.add(_on_their_way(identity.pk, timezone.now(), revision=identity.revisions.model))

    def forget(self, identity) -> None:
        mine = self.filter(kind=identity._meta.model_name, subject=identity.pk)
        index.remove(list(mine.values_list("number", flat=True)))
        mine.delete()

    def add(self, revisions: Iterable) -> int:
        """Entries for revisions that have none, read with their identities; how many that were."""
        remaining, count = iter(revisions), 0
        while chunk := list(islice(remaining, CHUNK)):
            self._add(chunk)
            count += len(chunk)
        return count

    def _add(self, revisions: list) -> None:
        entries, rows, known = [], [], set()
        for revision, number in zip(revisions, self._numbers(revisions), strict=True):
            identity = getattr(revision, revision.subject)
            title, rest = words_of(revision.title), words_of(revision.words_to_find())
            rows.append((number, identity.search_marks(), title, rest))
            entries.append(self.model(number=number, kind=revision.subject, subject=identity.pk, revision=revision.pk))
            known |= {word for word in (*title, *rest) if 3 < len(word) < 30 and word.isascii() and word.isalpha()}
        self.bulk_create(entries)
        index.add(rows)
        KnownWord.objects.learn(known)

    def _numbers(self, revisions: list) -> list[int]:
        """By their dates; what follows the milliseconds is from the name, and moves on where it is taken."""
        numbers = []
        for revision in revisions:
            moment = getattr(revision, revision.subject).published_at
            numbers.append(number_of(moment) | crc32(f"{revision.subject}:{revision.pk}".encode()) & (1 << _BITS) - 1)
        taken = set(self.filter(number__in=numbers).values_list("number", flat=True))
        for place, number in enumerate(numbers):
            while number in taken:
                number += 1
            taken.add(number)
            numbers[place] = number
        return numbers


@prepared
def _on_their_way(number: int, at: datetime, *, revision: type[models.Model]) -> models.QuerySet:
    return revision.objects.on_their_way(at).filter(**{revision.subject: number})


class SearchEntry(models.Model):
    """Its words stand under the same number in a table of their own, which each database has in its own way."""

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)  # “article”
    subject = models.BigIntegerField()
    revision = models.BigIntegerField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "subject"], name="pages_search_entry_of")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}"


class KnownWordQuerySet(models.QuerySet):
    def learn(self, words: set[str]) -> None:
        new = [self.model(word=word) for word in sorted(words)]
        self.bulk_create(new, ignore_conflicts=True, batch_size=500)


class KnownWord(models.Model):
    """A word in Latin letters that stands in some text, to mend a slip in a question."""

    word = models.CharField(max_length=30, primary_key=True)

    objects = KnownWordQuerySet.as_manager()

    def __str__(self) -> str:
        return self.word
