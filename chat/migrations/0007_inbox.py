"""Staff see to conversations: who does, what waits, what was read, notes, ready answers, hours."""

import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pages.labels
import pages.languages
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('chat', '0006_settings_of_the_chat'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('by_mail', models.BooleanField(default=True)),
                ('by_sound', models.BooleanField(default=False)),
                ('by_browser', models.BooleanField(default=False)),
                ('with_keys', models.BooleanField(default=True)),
                ('filters', models.JSONField(default=list, encoder=pages.labels.ReadableJSONEncoder)),
            ],
        ),
        migrations.AddField(
            model_name='chatsettings',
            name='absence',
            field=pages.labels.LabelField(blank=True, default=pages.labels.Label, help_text='Told outside the hours below, before the day and time at which you are back.', long=True, max_length=500, verbose_name='when nobody is there'),
        ),
        migrations.AddField(
            model_name='chatsettings',
            name='digest_every',
            field=models.PositiveSmallIntegerField(default=15, help_text='Minutes. Whoever else begins to wait meanwhile is told of in one e-mail together.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='further e-mails after'),
        ),
        migrations.AddField(
            model_name='chatsettings',
            name='kept_days',
            field=models.PositiveSmallIntegerField(default=180, help_text='After the last message, once it was answered or closed. One that still waits is kept.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='days that conversations are kept'),
        ),
        migrations.AddField(
            model_name='chatsettings',
            name='mails_transcript',
            field=models.BooleanField(default=False, help_text='To visitors who left an address and were answered. It can also be sent by hand, at any time.', verbose_name='send the conversation by e-mail when it is closed'),
        ),
        migrations.AddField(
            model_name='chatsettings',
            name='spam_days',
            field=models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='days that spam is kept'),
        ),
        migrations.AddField(
            model_name='chatsettings',
            name='tell_after',
            field=models.PositiveSmallIntegerField(default=2, help_text='Minutes that a message has waited.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='e-mail to staff after'),
        ),
        migrations.AddField(
            model_name='chatsettings',
            name='told_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='chatsettings',
            name='welcome',
            field=pages.labels.LabelField(blank=True, default=pages.labels.Label, help_text='The first words in an empty chat. Left empty, it says how the chat works.', long=True, max_length=500, verbose_name='welcome'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='assignee',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='seen to by'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='letter_due_at',
            field=models.DateTimeField(db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='lettered_seq',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='noted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='replying',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='conversation',
            name='replying_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='told_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='visitor_seen',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='waiting_since',
            field=models.DateTimeField(db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='author',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='message',
            name='waited',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='CannedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(help_text='Typed after a stroke, such as /hours, it becomes the text.', max_length=30, validators=[django.core.validators.RegexValidator('^[^\\s/]+$', 'One word, without spaces and strokes.')], verbose_name='word')),
                ('language', models.CharField(choices=pages.languages.site_languages, max_length=10, verbose_name='language')),
                ('text', models.TextField(help_text="{name} becomes the visitor's name, or nothing if there is none.", max_length=2000, verbose_name='text')),
            ],
            options={
                'verbose_name': 'ready answer',
                'verbose_name_plural': 'ready answers',
                'ordering': ['word', 'language'],
                'constraints': [models.UniqueConstraint(fields=('word', 'language'), name='chat_one_reply_a_word', violation_error_message='There is an answer with this word in this language already.')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('words', pages.labels.LabelField(blank=True, default=pages.labels.Label, help_text='Such as: Spring Festival.', max_length=120, verbose_name='said to visitors')),
                ('settings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holidays', to='chat.chatsettings')),
            ],
            options={
                'verbose_name': 'holiday',
                'verbose_name_plural': 'holidays',
                'ordering': ['first_day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='chat_holiday_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(default=uuid.uuid4)),
                ('body', models.TextField(verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='chat.conversation')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('conversation', 'client_id'), name='chat_one_note_an_id')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], verbose_name='day of the week')),
                ('opens', models.TimeField(verbose_name='opens at')),
                ('closes', models.TimeField(verbose_name='closes at')),
                ('settings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='chat.chatsettings')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens')), ('closes', datetime.time(0, 0)), _connector='OR'), name='chat_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_marks', to='chat.conversation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'conversation'), name='chat_one_mark_a_person')],
            },
        ),
    ]
