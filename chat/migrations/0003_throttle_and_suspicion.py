"""What is counted against floods and taken for spam."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0002_chat_agents'),
    ]

    operations = [
        migrations.CreateModel(
            name='DailySecret',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('secret', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name='conversation',
            name='suspicion',
            field=models.CharField(blank=True, editable=False, max_length=60, verbose_name='taken for spam because of'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='status',
            field=models.CharField(choices=[('open', 'Waits for an answer'), ('pending', 'Answered'), ('resolved', 'Closed'), ('spam', 'Spam')], db_index=True, default='open', max_length=8, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='message',
            name='created_at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='sent at'),
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('message', 'Message'), ('conversation', 'Conversation')], max_length=12)),
                ('who', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['who', 'what', 'at'], name='chat_sightings_of_one')],
            },
        ),
    ]
