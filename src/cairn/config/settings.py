"""Every setting, in one file. What differs between places comes from the environment (docs/administration.md)."""

import os
from datetime import timedelta
from pathlib import Path

from cairn.config.database import database_from
from cairn.config.secrets import secret_from

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("CAIRN_VAR", ROOT / "var"))

DEBUG = os.environ.get("CAIRN_DEBUG", "no") == "yes"
SECRET_KEY = secret_from("CAIRN_SECRET_KEY", VAR / "keys" / "secret")
SITE_URL = os.environ.get("CAIRN_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = os.environ.get("CAIRN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
SECURE = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

CAIRN_KEYS_DIR = VAR / "keys"
CAIRN_FILES_DIR = VAR / "files"
CAIRN_FONTS_DIR = VAR / "assets" / "fonts"
CAIRN_SCANNER = os.environ.get("CAIRN_SCANNER", "")  # tcp://HOST:3310 of a ClamAV daemon; without it nothing is scanned
CAIRN_IDLE = timedelta(minutes=30)
CAIRN_LEAST_ANSWERS = max(5, int(os.environ.get("CAIRN_LEAST_ANSWERS", "5")))

DATABASES = {"default": database_from(os.environ.get("CAIRN_DATABASE_URL", f"sqlite:///{VAR / 'cairn.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Lowest storey first; inside a row, rooms that may not know each other.
LAYERS = [
    "core",
    "ledger",
    "files imports",
    "people",
    "notices",
    "standards",
    "duties",
    "evidence",
    "improvement",
    "registration",
    "caseload",
    "supervision evaluation",
    "board",
    "reports",
    "portal api",
]

INSTALLED_APPS = [
    "cairn.foundation.core",
    "cairn.foundation.ledger",
    "cairn.foundation.files",
    "cairn.foundation.imports",
    "cairn.foundation.people",
    "cairn.foundation.notices",
    "cairn.foundation.standards",
    "cairn.cycle.duties",
    "cairn.cycle.evidence",
    "cairn.cycle.improvement",
    "cairn.practice.registration",
    "cairn.practice.caseload",
    "cairn.practice.supervision",
    "cairn.assurance.evaluation",
    "cairn.assurance.board",
    "cairn.assurance.reports",
    "cairn.front.portal",
    "cairn.front.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cairn.foundation.core.middleware.CleanInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cairn.foundation.core.middleware.IdleSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cairn.foundation.core.middleware.PrivatePages",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {"environment": "cairn.foundation.core.answers.environment"},
    },
    {
        # allauth's e-mails and the few pages of it that have no template of ours.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

ROOT_URLCONF = "cairn.config.urls"
WSGI_APPLICATION = "cairn.config.wsgi.application"
APPEND_SLASH = True

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["cairn.foundation.people.sign_in.ByEmail"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "cairn.foundation.people.sign_in.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# An office of hundreds may share one address; guessing at one account is counted for each address and account.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "reset_password": "60/m/ip,5/m/key",
}
MFA_ADAPTER = "cairn.foundation.people.sign_in.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-cairn" if SECURE else "cairn"
CSRF_COOKIE_NAME = "__Host-cairn-csrf" if SECURE else "cairn-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cairn.foundation.core.refusals.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send "Origin: null" with every form, which no form may be accepted from.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
if os.environ.get("CAIRN_BEHIND_PROXY", "no") == "yes":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # so that attempts are counted for the visitor, not for the proxy

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# The limits of sign-in are counted here, so every worker must see the same count.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "imports"]}}

EMAIL_URL = os.environ.get("CAIRN_SMTP", "")
DEFAULT_FROM_EMAIL = os.environ.get("CAIRN_FROM", "Cairn <cairn@localhost>")
if EMAIL_URL:
    from urllib.parse import unquote, urlsplit

    _mail = urlsplit(EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [VAR / "assets"] if (VAR / "assets").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "cairn.config.static.Assets"},
}
WHITENOISE_MAX_AGE = 365 * 24 * 60 * 60

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("CAIRN_LOG", "WARNING")},
}

if os.environ.get("CAIRN_TESTING") == "yes":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    ALLOWED_HOSTS = ["*"]
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
