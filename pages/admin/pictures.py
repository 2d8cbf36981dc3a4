"""The library of pictures."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from pages import html
from pages.admin.lists import StaffAdmin
from pages.forms.pictures import PictureField, PictureUploadForm, ReadsPicturesFirst
from pages.models import Picture
from pages.pictures import MIDDLE


class PictureForm(forms.ModelForm):
    file = PictureField(label=_("File"))

    class Meta:
        model = Picture
        fields = ["file", "name", "alt", "focus_x", "focus_y"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "name" not in self.fields:  # for those who may only look
            return
        self.fields["name"].required = False
        if self.instance.pk:
            self.fields["file"].required = self.fields["focus_x"].required = self.fields["focus_y"].required = False
            self.fields["file"].label = _("Replace by another file")

    def clean(self):
        cleaned = super().clean()
        file = self.files.get("file")
        for name in ("focus_x", "focus_y"):
            if cleaned.get(name) is None and name not in self.errors:
                cleaned[name] = getattr(self.instance, name)
        cleaned["name"] = cleaned.get("name") or (file.name if file else "") or self.instance.name
        return cleaned


@admin.register(Picture)
class PictureAdmin(ReadsPicturesFirst, StaffAdmin):
    form = PictureForm
    change_form_template = "admin/pages/picture_form.html"
    list_display = ["thumbnail", "name", "alt", "measures", "uploaded_by", "uploaded_at"]
    list_display_links = ["thumbnail", "name"]
    list_select_related = ["uploaded_by"]
    list_per_page = 40
    search_fields = ["name", "alt"]
    date_hierarchy = "uploaded_at"
    readonly_fields = ["large", "measures", "uploaded_by", "uploaded_at"]

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["file", "name", "alt"]
        file = ["file"] if self.has_change_permission(request, obj) else []
        return ["large", "focus_x", "focus_y", *file, "name", "alt", "measures", "uploaded_by", "uploaded_at"]

    @admin.display(description=_("picture"))
    def thumbnail(self, picture: Picture):
        return format_html('<img class="thumbnail" src="{}" alt="{}">', picture.small, picture.name)

    @admin.display(description=_("picture"))
    def large(self, picture: Picture):
        return render_to_string("admin/pages/_focus.html", {"picture": picture})

    @admin.display(description=_("size"))
    def measures(self, picture: Picture):
        return f"{picture.width} × {picture.height}"

    def save_model(self, request, obj, form, change):
        if image := form.cleaned_data.get("file"):
            obj.uploaded_by = obj.uploaded_by or request.user
            # A point that was chosen for the old file means nothing in the new one.
            is_chosen = {"focus_x", "focus_y"} & {*form.changed_data}
            obj.hold(image, (obj.focus_x, obj.focus_y) if is_chosen else MIDDLE)
        elif {"focus_x", "focus_y"} & {*form.changed_data}:
            super().save_model(request, obj, form, change)
            focus = obj.focus_x, obj.focus_y
            obj.focus_x, obj.focus_y = form.initial["focus_x"], form.initial["focus_y"]
            obj.look_at(focus)
        else:
            super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs, request):
        """A picture that a text shows stays; covers and logos are protected by the database."""
        deleted, count, lacking, protected = super().get_deleted_objects(objs, request)
        for picture in objs:
            protected += [f"{text._meta.verbose_name}: {text}" for text in html.texts_with(f"picture:{picture.pk}")]
        return deleted, count, lacking, protected

    def delete_queryset(self, request, queryset):
        for picture in queryset:
            picture.delete()

    def get_urls(self):
        upload = self.admin_site.admin_view(self.upload)
        thumbnail = self.admin_site.admin_view(self.thumbnail_of)
        return [
            path("upload/", upload, name="pages_picture_upload"),
            path("<int:number>/thumbnail/", thumbnail, name="pages_picture_thumbnail"),
            *super().get_urls(),
        ]

    def thumbnail_of(self, request: HttpRequest, number: int) -> HttpResponse:
        """For a form in which a number was just chosen."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(get_object_or_404(Picture, pk=number).small)

    @method_decorator(require_POST)
    def upload(self, request: HttpRequest) -> HttpResponse:
        """A picture sent from within the editor."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PictureUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        picture = form.store(request.user)
        self.log_addition(request, picture, [{"added": {}}])
        return JsonResponse(
            {
                "number": picture.pk,
                "address": picture.address(),
                "width": picture.width,
                "height": picture.height,
                "page": reverse("admin:pages_picture_change", args=[picture.pk]),
            },
            status=201,
        )
