"""The tests' settings, for a worker whose disk these tests fill."""

import os

from tests.settings import *  # noqa: F403

MEDIA_ROOT = os.environ["FAULTS_MEDIA_ROOT"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["FAULTS_MAIL"]
