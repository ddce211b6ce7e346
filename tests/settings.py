"""The portal's settings, quicker and quieter: nothing here may change what the portal does."""

from bnn_portal.settings import *  # noqa: F403
from bnn_portal.settings import DATA_DIR, STORAGES

# Files of the tests lie apart from everything else the data directory holds.
MEDIA_ROOT = DATA_DIR / "test-media"

# The manifest needs `collectstatic`; the tests read static files where they are written.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A test that wants a seal makes one; that of a demo beside the tests is none of theirs.
SEAL_FILE = ""

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Nothing was collected: serve static files from where they are written.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
