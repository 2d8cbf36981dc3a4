"""Redirects from old addresses, and a note of those that nobody leads on."""

import pages.link_fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0004_menus_and_banners'),
    ]

    operations = [
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='What comes after the host, such as /about.html or /index.php?id=5. Without a “?” it holds for every query.', max_length=500, unique=True, verbose_name='old address')),
                ('target', pages.link_fields.LinkField(help_text='Part of a title, to choose what is suggested, or an address.', max_length=500, verbose_name='leads to')),
                ('is_permanent', models.BooleanField(default=True, help_text='Search engines forget the old address (301). Off: for a while (302).', verbose_name='for good')),
                ('hits', models.PositiveIntegerField(default=0, editable=False, verbose_name='followed')),
                ('last_hit_at', models.DateTimeField(editable=False, null=True, verbose_name='last followed at')),
            ],
            options={
                'verbose_name': 'redirect',
                'verbose_name_plural': 'redirects',
                'ordering': ['source'],
            },
        ),
        migrations.CreateModel(
            name='MissingAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=500, unique=True, verbose_name='address')),
                ('hits', models.PositiveIntegerField(default=1, verbose_name='asked for')),
                ('first_at', models.DateTimeField(verbose_name='first at')),
                ('last_at', models.DateTimeField(verbose_name='last at')),
                ('is_ignored', models.BooleanField(default=False, verbose_name='ignored')),
            ],
            options={
                'verbose_name': 'address not found',
                'verbose_name_plural': 'addresses not found',
                'ordering': ['-hits', '-last_at'],
                'indexes': [models.Index(fields=['-hits', '-last_at'], name='pages_missing_most_asked_first')],
            },
        ),
    ]
