"""Articles, pictures and conversations as many as a site has after decades, written past the models in minutes.

Each article has three versions, of which readers see the last; for each there is a message, for a hundred a picture.
"""

import os
import secrets
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from chat import search
from chat.models import Conversation, Message
from news.models import Article, ArticleRevision, Category, Clicks, DailyClicks, Tag, Tagging
from pages.models import Picture, SearchEntry

AT_ONCE = 5_000  # articles that are written in one transaction
APART, MENDED = timedelta(minutes=7), timedelta(minutes=2)  # between two articles, and between versions of one
VERSIONS = 3
ARTICLES_OF_A_PICTURE, ARTICLES_READ = 100, 200  # of so many, one is read every day
MESSAGES, SPAN = 10, timedelta(days=300)  # of a conversation; since when there are conversations
WRITTEN = (Article, ArticleRevision, Tagging, Picture, Conversation, Message, DailyClicks)


def add_many(count: int, now: datetime) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-256000")  # KiB: rows go to all places of the indexes
    add_pictures(count // ARTICLES_OF_A_PICTURE)
    begin = Article.objects.count()
    many = Many(now)
    for first in range(begin, begin + count, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, begin + count))
        with transaction.atomic():
            many.write(numbers)
    add_conversations(count // MESSAGES, now)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), WRITTEN):
            cursor.execute(sql)
        # As PostgreSQL itself would, some minutes later.
        cleans = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if cleans else "ANALYZE")


class Rows:
    """Of one table, gathered and then written as fast as the database takes them."""

    def __init__(self, model: type[models.Model]):
        self.model, self.rows = model, []
        self.columns = [field.column for field in model._meta.concrete_fields]
        self.next_number = (model.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        self.blank = self._row(model())

    def _row(self, made: models.Model) -> dict[str, Any]:
        fields = made._meta.concrete_fields
        return {field.column: field.get_db_prep_save(getattr(made, field.attname), connection) for field in fields}

    def add(self, like: models.Model | None = None, **columns) -> int:
        row = (self._row(like) if like else self.blank) | columns
        number = row["id"] = self.next_number
        self.next_number += 1
        self.rows.append([row[column] for column in self.columns])
        return number

    def write(self) -> None:
        table, columns = self.model._meta.db_table, ", ".join(map(connection.ops.quote_name, self.columns))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", self.rows)  # noqa: S608
        self.rows = []


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _uuid() -> Any:
    made = uuid.UUID(bytes=os.urandom(16), version=4)
    return made if connection.features.has_native_uuid_field else made.hex


class Many:
    def __init__(self, now: datetime):
        self.now = now
        self.categories = list(Category.objects.values_list("pk", flat=True)) or [_only_category()]
        self.covers = list(Picture.objects.order_by("pk").values_list("pk", flat=True))
        self.tags = [Tag.objects.get_or_create(name=f"Line {number}")[0] for number in range(1, 101)]
        self.week = [timezone.localdate(now) - timedelta(days=back) for back in range(7)]
        self.articles, self.revisions = Rows(Article), Rows(ArticleRevision)
        self.tagged, self.days = Rows(Tagging), Rows(DailyClicks)

    def write(self, numbers: Iterable[int]) -> None:
        shown = [self._article(number) for number in numbers]
        for rows in (self.articles, self.revisions, self.tagged, self.days):
            rows.write()
        Clicks.objects.bulk_create(Clicks(article_id=one.article_id, clicks=one.article_id % 997) for one in shown)
        SearchEntry.objects.add(shown)

    def _article(self, number: int) -> ArticleRevision:
        """The version of it that readers see."""
        published = self.now - APART * (number + 1)
        category, tags = self.categories[number % len(self.categories)], self._tags(number)
        begun = _moment(published)
        article = self.articles.add(
            language="en",
            group=_uuid(),
            category_id=category,
            slug=f"bulletin-{number}",
            published_at=begun,
            shown_from=begun,
            newest=self.revisions.next_number + VERSIONS - 1,
            waiting="",
        )
        content = _content(number)
        for version in range(VERSIONS):
            moment = _moment(published + MENDED * version)
            revision = self.revisions.add(
                **content,
                article_id=article,
                cover_id=self.covers[number % len(self.covers)] if self.covers else None,
                cover_alt="A station beside a river",
                state=ArticleRevision.State.APPROVED,
                live_from=moment,
                decided_at=moment,
                created_at=moment,
            )
        for tag in tags:
            self.tagged.add(article_id=article, tag_id=tag.pk, language="en", published_at=begun)
        self._count(number, article, timezone.localdate(published))
        identity = Article(pk=article, language="en", category_id=category, published_at=published)
        shown = ArticleRevision(pk=revision, article=identity, **content)
        shown.tag_list = [{"name": tag.name} for tag in tags]
        return shown

    def _tags(self, number: int) -> list[Tag]:
        """Two of a hundred, in ever other pairs."""
        first, step = number % len(self.tags), number // len(self.tags) % (len(self.tags) - 1)
        return [self.tags[first], self.tags[(first + 1 + step) % len(self.tags)]]

    def _count(self, number: int, article: int, published: date) -> None:
        """On its first day, and some on each day of this week."""
        days = {published, *self.week} if number % ARTICLES_READ == 0 else {published}
        for day in days:
            self.days.add(
                article_id=article, day=connection.ops.adapt_datefield_value(day), clicks=1 + number * 7 % 101
            )


def _only_category() -> int:
    return Category.objects.create(name="News", slug="news").pk


def _content(number: int) -> dict[str, str]:
    station, readings, odd = number % 89, number % 911, number % 53
    return {
        "title": f"Bulletin {number}: readings of the week from station {station}",
        "summary": f"Station {station} reports {odd} readings outside its band.",
        "body": f"<p>Station {station} sent {readings} readings this week; {odd} of them lay outside its band.</p>"
        f"<h2>What was done</h2><p>Somebody of the crew went there, and wrote number {number} into the book.</p>"
        f"<p>The next bulletin of this station follows in {1 + odd % 7} days.</p>",
    }


def add_pictures(count: int) -> None:
    """They look like those that are there, and share their files."""
    shown, folder = list(Picture.objects.order_by("pk")[:20]), Path(settings.MEDIA_ROOT)
    rows = Rows(Picture)
    for number in range(count if shown else 0):
        like, token = shown[number % len(shown)], secrets.token_hex(12)
        made = folder / f"{rows.add(like, name=f'{like.name} {number}', token=token)}-{token}"
        made.mkdir(parents=True)
        for file in (folder / f"{like.pk}-{like.token}").iterdir():
            os.link(file, made / file.name)
    rows.write()


def add_conversations(count: int, now: datetime) -> None:
    for first in range(0, count, AT_ONCE):
        with transaction.atomic():
            talks, said = Rows(Conversation), Rows(Message)
            words = [
                found
                for number in range(first, min(first + AT_ONCE, count))
                for found in _conversation(talks, said, number, now - SPAN * ((number + 1) / count))
            ]
            talks.write(), said.write()
            search.add(words)


def _conversation(talks: Rows, said: Rows, number: int, begun: datetime) -> list[tuple[int, str, str]]:
    """What it can be found by."""
    Status, Sender = Conversation.Status, Message.Sender
    ended, name = _moment(begun + timedelta(minutes=MESSAGES)), f"Visitor {number}"
    talk = talks.add(
        token_hash=uuid.uuid4().hex,
        name=name,
        language="en",
        status=Status.PENDING if number % 500 == 0 else Status.RESOLVED,
        last_seq=MESSAGES,
        visitor_seen=MESSAGES,
        created_at=_moment(begun),
        moved_at=ended,
        stirred_at=ended,
    )
    found = []
    for seq in range(1, MESSAGES + 1):
        body = f"About order {number}, line {seq}: {['when does it come', 'it is on its way'][seq % 2]}, please?"
        message = said.add(
            conversation_id=talk,
            seq=seq,
            client_id=_uuid(),
            sender=Sender.STAFF if seq % 2 == 0 else Sender.VISITOR,
            body=body,
            created_at=_moment(begun + timedelta(minutes=seq)),
        )
        found.append((message, name, body))
    return found
