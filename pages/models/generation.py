"""Numbers that move with every change of something, for whoever keeps what was made of it."""

from django.db import connection, models


class GenerationQuerySet(models.QuerySet):
    def moved(self, name: str) -> int:
        """The next number, which nobody else gets or passes until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO pages_generation (name, number) VALUES (%s, 1)"
                " ON CONFLICT (name) DO UPDATE SET number = pages_generation.number + 1 RETURNING number",
                [name],
            )
            return cursor.fetchone()[0]

    def number(self, name: str) -> int:
        return self.filter(name=name).values_list("number", flat=True).first() or 0


class Generation(models.Model):
    name = models.CharField(max_length=20, primary_key=True)
    number = models.BigIntegerField()

    objects = GenerationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"
