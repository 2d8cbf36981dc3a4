"""What each role may do. Migrations call this; a role that exists is given more, never less."""

from django.utils.translation import gettext_lazy as _

# The roles that are there from the start: their names, and what they may, in words.
SAID = {
    "Authors": (_("Authors"), _("Write drafts of articles and pages, and change their own.")),
    "Editors": (_("Editors"), _("Also change everybody's, publish, schedule and take down.")),
    "Site managers": (
        _("Site managers"),
        _("Run site settings, menus, banners, partners, redirects, categories and pictures; write and publish pages."),
    ),
    "Chat agents": (_("Chat agents"), _("Read and answer what visitors write.")),
}


def grant(apps, role: str, *permissions: str) -> None:
    """Gives the group `role` each "app.action_model", making the group and the permissions if they are not there."""
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for permission in permissions:
        app, codename = permission.split(".")
        action, _, model = codename.partition("_")
        kind, _made = ContentType.objects.get_or_create(app_label=app, model=model)
        group.permissions.add(
            Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": f"Can {action} {model}"}
            )[0]
        )
