"""Menus in header and footer, banners, partners, and a map in the settings."""

import django.db.models.deletion
import pages.labels
import pages.link_fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0003_static_pages'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='map',
            field=models.ForeignKey(blank=True, help_text='Shown on the contact page: a picture of where you are, such as a part of a city map.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pages.picture', verbose_name='map'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='map_link',
            field=models.URLField(blank=True, help_text='Where a click on the map leads.', verbose_name='map link'),
        ),
        migrations.CreateModel(
            name='MenuItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('header', 'Header'), ('footer', 'Footer')], default='header', max_length=6, verbose_name='menu')),
                ('label', pages.labels.LabelField(default=pages.labels.Label, max_length=60, verbose_name='words')),
                ('target', pages.link_fields.LinkField(blank=True, help_text="Part of a title, to choose what is suggested, or an address. Empty: a heading over what stands below it. What is not live, or not there in the reader's language, is not shown.", max_length=500, verbose_name='leads to')),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='position')),
                ('parent', models.ForeignKey(blank=True, help_text='Empty: on the first level.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='pages.menuitem', verbose_name='below')),
            ],
            options={
                'verbose_name': 'menu item',
                'verbose_name_plural': 'menus',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', pages.labels.LabelField(default=pages.labels.Label, max_length=80, verbose_name='name')),
                ('address', models.URLField(help_text='With https:// in front.', verbose_name='address')),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='position')),
                ('logo', models.ForeignKey(blank=True, help_text='Empty: the name in words.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pages.picture', verbose_name='logo')),
            ],
            options={
                'verbose_name': 'partner link',
                'verbose_name_plural': 'partner links',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Banner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', pages.labels.LabelField(default=pages.labels.Label, max_length=80, verbose_name='title')),
                ('text', pages.labels.LabelField(blank=True, default=pages.labels.Label, max_length=200, verbose_name='text')),
                ('target', pages.link_fields.LinkField(blank=True, help_text='Part of a title, to choose what is suggested, or an address.', max_length=500, verbose_name='leads to')),
                ('link_words', pages.labels.LabelField(blank=True, default=pages.labels.Label, help_text='Empty: “Read more”.', max_length=40, verbose_name='words of the link')),
                ('shown_from', models.DateTimeField(blank=True, help_text='Empty: at once.', null=True, verbose_name='shown from')),
                ('shown_until', models.DateTimeField(blank=True, help_text='Empty: it stays.', null=True, verbose_name='shown until')),
                ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='position')),
                ('picture', models.ForeignKey(help_text='Wide, best 1920 × 768; the words lie over its left part, so keep that quiet and rather dark.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pages.picture', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'banner',
                'verbose_name_plural': 'banners',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('shown_until__gt', models.F('shown_from'))), name='pages_banner_ends_after_it_begins')],
            },
        ),
    ]
