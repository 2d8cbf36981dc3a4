"""Static pages on a timeline of revisions, and the addresses that they had before."""

import django.db.models.deletion
import pages.languages
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0002_site_managers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=pages.languages.site_languages, default='en', max_length=10, verbose_name='language')),
                ('group', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='translations')),
                ('slug', models.SlugField(allow_unicode=True, blank=True, help_text='The last part of the address. Empty: made from the title.', max_length=80, verbose_name='slug')),
                ('backdated_to', models.DateTimeField(blank=True, help_text='For older news. Empty: the moment of the first publication.', null=True, verbose_name='date shown to readers')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published at')),
                ('path', models.CharField(editable=False, max_length=405)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Smaller numbers come first.', verbose_name='position')),
                ('shows_contact', models.BooleanField(default=False, help_text='Address, telephone, opening hours and map from the site settings, and the way to the live chat.', verbose_name='shows how to reach the company')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('parent', models.ForeignKey(blank=True, help_text='The page that it stands below, in its address and in the trail. Empty: on the first level.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='pages.page', verbose_name='parent')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['position', 'pk'],
                'permissions': [('publish_page', 'Can publish pages')],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerPath',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('path', models.CharField(max_length=405)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_paths', to='pages.page')),
            ],
        ),
        migrations.CreateModel(
            name='PageRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('summary', models.TextField(blank=True, help_text='Two or three sentences, for lists and search engines.', max_length=600, verbose_name='summary')),
                ('body', models.TextField(verbose_name='text')),
                ('cover_alt', models.CharField(blank=True, help_text='For those who cannot see it.', max_length=300, verbose_name='what the cover shows')),
                ('cover_decorative', models.BooleanField(default=False, verbose_name='the cover is mere decoration')),
                ('seo_title', models.CharField(blank=True, help_text='Empty: the title.', max_length=120, verbose_name='title for search engines')),
                ('seo_description', models.CharField(blank=True, help_text='Empty: the summary.', max_length=300, verbose_name='description for search engines')),
                ('note', models.CharField(blank=True, help_text='What changed, for colleagues. Readers do not see it.', max_length=300, verbose_name='note')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('review', 'In review'), ('changes', 'Changes wanted'), ('approved', 'Approved')], default='draft', editable=False, max_length=8, verbose_name='state')),
                ('live_from', models.DateTimeField(editable=False, null=True, verbose_name='live from')),
                ('ends_at', models.DateTimeField(editable=False, null=True, verbose_name='ends at')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided at')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='created at')),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pages.picture', verbose_name='cover')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='pages.page', verbose_name='page')),
            ],
            options={
                'verbose_name': 'version of a page',
                'verbose_name_plural': 'versions of pages',
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(fields=('group', 'language'), name='pages_one_page_a_language'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(fields=('language', 'path'), name='pages_one_page_at_a_path'),
        ),
        migrations.AddConstraint(
            model_name='formerpath',
            constraint=models.UniqueConstraint(fields=('language', 'path'), name='pages_one_former_page_at_a_path'),
        ),
        migrations.AddConstraint(
            model_name='pagerevision',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('live_from'))), name='pages_pagerevision_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='pagerevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('ends_at', None), ('live_from', None)), models.Q(('decided_at__isnull', False), ('live_from__isnull', False)), _connector='OR'), name='pages_pagerevision_has_a_place_or_none'),
        ),
        migrations.AddConstraint(
            model_name='pagerevision',
            constraint=models.UniqueConstraint(fields=('page', 'live_from'), name='pages_one_revision_begins_at_a_time'),
        ),
    ]
