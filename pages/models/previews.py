"""Links that show one version to somebody without an account, for a while."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pages import links

_signer = Signer(salt="preview")


class PreviewLinkQuerySet(models.QuerySet):
    def good(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now)

    def of_token(self, token: str, now: datetime) -> "PreviewLink | None":
        """The link behind an address, if it still opens; only we can have signed it."""
        try:
            number = int(_signer.unsign(token))
        except (BadSignature, ValueError):
            return None
        return self.good(now).filter(pk=number).first()


class PreviewLink(models.Model):
    about = models.CharField(max_length=40, editable=False)
    revision = models.BigIntegerField(editable=False)
    for_whom = models.CharField(_("for whom"), max_length=100, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("opens until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    opens = models.PositiveIntegerField(_("opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened at"), null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["about"], name="pages_preview_links_about")]

    def __str__(self) -> str:
        return self.for_whom or self.about

    def get_absolute_url(self) -> str:
        return reverse("preview", args=[_signer.sign(self.pk)])

    def target(self) -> models.Model | None:
        """The version, unless it was withheld or lies in the trash."""
        name, _colon, number = self.about.partition(":")
        identity = links.kinds()[name].model._base_manager.filter(pk=number).first()
        if identity is None or identity.absences.open().exists():
            return None
        found = identity.revisions.select_related(identity._meta.model_name, "cover")
        return found.filter(pk=self.revision, withheld_at=None).first()

    def state(self, now: datetime) -> str:
        return "revoked" if self.revoked_at else "open" if self.expires_at > now else "expired"

    def note_open(self, now: datetime) -> None:
        PreviewLink.objects.filter(pk=self.pk).update(opens=F("opens") + 1, last_opened_at=now)

    def revoke(self, now: datetime) -> None:
        PreviewLink.objects.filter(Q(pk=self.pk), revoked_at=None).update(revoked_at=now)
