"""Every setting, read from the environment and refused when it makes no sense. `.env.example` lists the variables."""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent

# Whoever guesses the key signs sessions and links of their own.
LEAST_KEY_LENGTH = 50

env = environ.Env()

PORTAL_MODE = env.str("PORTAL_MODE", "demo")
if PORTAL_MODE not in {"demo", "production"}:
    raise ImproperlyConfigured(f"PORTAL_MODE harus 'demo' atau 'production', bukan '{PORTAL_MODE}'.")
IS_PRODUCTION = PORTAL_MODE == "production"

REQUIRED = ["DATABASE_URL", "REDIS_URL"] + (["SECRET_KEY", "ALLOWED_HOSTS"] if IS_PRODUCTION else [])
if missing := [name for name in REQUIRED if not env.str(name, "")]:
    lines = "\n".join(f"  {name}=…" for name in missing)
    raise ImproperlyConfigured(
        f"Portal belum dapat dijalankan. Isi baris berikut di lingkungan (lihat .env.example):\n{lines}\n"
        "Untuk mencoba tanpa peladen sendiri, pakai ./portal run atau ./portal manage."
    )

DEBUG = env.bool("DEBUG", False)
if DEBUG and IS_PRODUCTION:
    raise ImproperlyConfigured("DEBUG tidak boleh menyala saat PORTAL_MODE=production. Hapus baris DEBUG.")

# Everything the portal writes: uploads, reports, mail of the demo, embedded services.
DATA_DIR = Path(env.str("PORTAL_DATA_DIR", str(BASE_DIR / "var"))).resolve()
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"


def demo_secret_key() -> str:
    """One key per data directory, so that sessions of the demo outlive a restart."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "") or demo_secret_key()
if IS_PRODUCTION and len(SECRET_KEY) < LEAST_KEY_LENGTH:
    raise ImproperlyConfigured(
        f"SECRET_KEY kurang dari {LEAST_KEY_LENGTH} huruf, sehingga dapat ditebak. Buat yang baru dengan:\n"
        "  python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# How many reverse proxies stand in front; X-Forwarded-For is believed no further than that.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1 if IS_PRODUCTION else 0)
# The address that links in mails begin with.
PORTAL_URL = env.str("PORTAL_URL", f"https://{ALLOWED_HOSTS[0]}" if IS_PRODUCTION else "http://127.0.0.1:8000").rstrip(
    "/"
)

INSTALLED_APPS = [
    "bnn_portal",
    "stakeholders",
    "workshops",
    "action_plans",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "bnn_portal.middleware.permissions_policy",
    "bnn_portal.middleware.keep_nothing",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "bnn_portal.urls"
WSGI_APPLICATION = "bnn_portal.wsgi.application"

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": ["bnn_portal.templatetags.portal"],
        },
    }
]

DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **env.db_url("DATABASE_URL").get("OPTIONS", {}),
            "connect_timeout": 5,
            "options": " ".join(
                f"-c {name}={value}"
                for name, value in {
                    "statement_timeout": "30s",
                    "lock_timeout": "10s",
                    "idle_in_transaction_session_timeout": "60s",
                    # One wrong letter in the middle of a word is forgiven; “pelajar” is not taken for “pelatih”.
                    "pg_trgm.word_similarity_threshold": "0.51",
                }.items()
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and one-time codes must outlive the broker, hence the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The reports' fonts never travel to a browser, and compressing them takes longer than all the rest.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "ttf")
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# One upload may hold ten photos of a phone; each file is checked again in `bnn_portal.files`.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Language and time: one language, written where it is used (docs/decisions/0002-one-language.md).
LANGUAGE_CODE = "id"
USE_I18N = True
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Sign-in
AUTH_USER_MODEL = "stakeholders.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        # Django's 0.7 compares letters in any order and would refuse most long sentences for a long name.
        "OPTIONS": {"user_attributes": ["email", "name"], "max_similarity": 0.9},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "stakeholders.validators.ContextWordValidator"},
]
ACCOUNT_ADAPTER = "stakeholders.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
# Anybody may have a document checked, with a parser's work for each: so many from one address.
ACCOUNT_RATE_LIMITS = {"check_document": "10/10m/ip"}
# The views mail unknown addresses themselves: allauth's own mail would name a sign-up page, and there is none.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Transport and browser
if IS_PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # Bootstrap's own icons (chevron, check) are data: images in its sheet.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Mail: to files under var/mail/ unless EMAIL_URL is given.
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Portal KOTAN Kota Malang <portal@localhost>")
if env.str("EMAIL_URL", ""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 10

# Jobs: the row in PostgreSQL is the truth, the broker only the doorbell. No result backend.
CELERY_BROKER_URL = env.str("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A rendering fills one core for as long as it lasts. Pages keep a core for themselves where there are more than two;
# a second child lets the sweep and short jobs pass a long report. The worker is started with `nice`.
CELERY_WORKER_CONCURRENCY = max(len(os.sched_getaffinity(0)) - 1, 2)
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1_500_000  # kB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
    # A page that only rings the bell must not wait for a broker that is away: try once, without pauses.
    "max_retries": 1,
    "connect_retries_timeout": 1,
    "interval_start": 0,
    "interval_step": 0,
    "visibility_timeout": 60 * 60,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    # Whoever finds all children busy comes again; calls that pile up meanwhile would do the same thing many times.
    "sweep-reports": {"task": "reports.tasks.sweep_reports", "schedule": 15.0, "options": {"expires": 15}},
    "run-schedules": {"task": "reports.tasks.run_schedules", "schedule": 60.0, "options": {"expires": 60}},
    "sweep-document-checks": {
        "task": "reports.tasks.sweep_document_checks",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "discard-old-drafts": {"task": "stakeholders.tasks.discard_old_drafts", "schedule": 60 * 60.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")

# The office's seal on issued reports: a PKCS#12 file and its password, or the socket of the process that alone may read
# them (deploy/portal-kotan-seal.socket). Without either, reports are issued without a seal.
SEAL_FILE = env.str("SEAL_FILE", "" if IS_PRODUCTION else str(DATA_DIR / "seal.p12"))
SEAL_PASSWORD = env.str("SEAL_PASSWORD", "")
SEAL_SOCKET = env.str("SEAL_SOCKET", "")
# Certificates (PEM) of those whose word the office takes for who a signer is; without them nobody's trust is judged.
SEAL_ROOTS = env.str("SEAL_ROOTS", "")

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
