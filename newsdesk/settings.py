"""All settings, top to bottom. Every choice a deployment makes is an environment variable."""

import os
from datetime import timedelta
from ipaddress import ip_network
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import validate

from newsdesk import error_reports
from newsdesk.deployment import SECRET_CHARACTERS
from newsdesk.env import BASE_DIR, development_secret, env, models_dir, require_time_zone

# --- Where things live -------------------------------------------------------------------------
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
# For files that people add. Nothing of ours writes there yet; backups keep what does.
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
for folder in (VAR_DIR, MEDIA_ROOT, STATIC_ROOT):
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{folder} cannot be made: {error.strerror}. Set VAR_DIR to a folder of the newsdesk's "
            "own; on a server run `sudo deploy/manage` in place of `manage.py`."
        ) from error

# --- Mode ---------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY in the environment (or DEBUG=1 to try it out).")
    SECRET_KEY = development_secret(VAR_DIR / "secret-key")
elif not DEBUG and len(SECRET_KEY) < SECRET_CHARACTERS:
    raise ImproperlyConfigured(f"SECRET_KEY is short: make one of {SECRET_CHARACTERS} or more.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
# The site stands at the root of its host, whatever a server is told (SCRIPT_NAME).
FORCE_SCRIPT_NAME = ""
INTERNAL_IPS = ["127.0.0.1"]
# A proxy that is trusted to say who calls (X-Forwarded-For) and how (X-Forwarded-Proto).
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)

# --- Application --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "newsdesk.apps.NewsdeskConfig",
    "newsdesk.apps.AdminSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "summaries",
]
MIDDLEWARE = [
    "newsdesk.headers.HeadersMiddleware",
    "newsdesk.request_log.RequestLog",
    # Around those that answer by themselves: files, refusals of a wrong host.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsdesk.probes.Probes",
    # Around sessions: where a browser is, is stored with its session.
    "newsdesk.visits.CallerMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "newsdesk.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "newsdesk.visits.VisitMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "newsdesk.urls"
WSGI_APPLICATION = "newsdesk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database -----------------------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Two writers meet "database is locked" unless all three of these stand together.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A database that is away keeps neither a page nor a probe waiting for minutes.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

# --- Accounts -----------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": "summaries.services.people.password_rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "summaries.services.people.password_rules.WithoutName"},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
LOGIN_URL = "login"
SESSION_ENGINE = "summaries.sessions"
# A session ends this long after the sign-in, or after nobody used it for so long.
SESSION_COOKIE_AGE = 3600 * env.int("SESSION_HOURS", 7 * 24)
SESSION_IDLE = timedelta(hours=env.float("SESSION_IDLE_HOURS", 12.0))
# Who signs in with a code from their phone as well: "off" leaves it to each person, "admin" asks
# admins for it, "all" everybody.
REQUIRE_SECOND_FACTOR = env.str(
    "REQUIRE_SECOND_FACTOR", "off", validate=validate.OneOf(["off", "admin", "all"])
)
OTP_TOTP_ISSUER = urlsplit(env.str("SITE_URL", "")).hostname or "Newsdesk"
# `second_factor` counts attempts itself: waits that double would shut the owner out for days.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
LOGIN_REDIRECT_URL = "desk:queue"
LOGOUT_REDIRECT_URL = "public:front"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "newsdesk.lockout.FailureCounter"
AXES_CLIENT_IP_CALLABLE = "newsdesk.lockout.client_network"
AXES_USERNAME_CALLABLE = "newsdesk.lockout.counted_name"
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_RESET_ON_SUCCESS = True
# Who is locked out writes nothing to the database, however often they try.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Says "BEGIN" at every start of every command otherwise.
AXES_VERBOSE = False

# --- Languages and time -------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# Each in its own words: who looks for theirs reads no other. `tests/test_catalogue.py` holds that
# the Arabic is whole.
LANGUAGES = [("en", "English"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["newsdesk.formats"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "UTC", validate=require_time_zone)

# --- Static files -------------------------------------------------------------------------------
STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Uploads ------------------------------------------------------------------------------------
UPLOAD_MAX_BYTES = 5 * 1024 * 1024
# Of one request: each file is an article.
UPLOAD_MAX_FILES = 20
UPLOAD_MAX_TOTAL_BYTES = 25 * 1024 * 1024
# A pasted article may be as large as an uploaded one, plus what form encoding adds to Arabic.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * UPLOAD_MAX_BYTES

# --- Background work ----------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem"):
    _BROKER_DIR = VAR_DIR / "broker"
    for folder in ("messages", "control", "processed"):
        (_BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_BROKER_DIR / "messages"),
        "data_folder_out": str(_BROKER_DIR / "messages"),
        "control_folder": str(_BROKER_DIR / "control"),
        "processed_folder": str(_BROKER_DIR / "processed"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    # Who asks for work never waits for a broker that is away: the sweeper rings later.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "max_retries": 1,
        "interval_start": 0,
        "interval_max": 0,
        "socket_connect_timeout": 2,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "summaries.tasks.run_job": {"queue": "nlp"},
    "summaries.tasks.run_fetch": {"queue": "fetch"},
    "summaries.tasks.send_mail": {"queue": "mail"},
    "summaries.tasks.send_notices": {"queue": "mail"},
}
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("WORKER_PROCESSES", 1)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "newsdesk.scheduler:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "ring-again": {
        "task": "summaries.tasks.sweep",
        "schedule": 10.0,
        "options": {"queue": "default", "expires": 10},
    },
    # Polls sources whose time has come, and rings again for fetches that wait.
    "schedule-fetches": {
        "task": "summaries.tasks.schedule_fetches",
        "schedule": 10.0,
        "options": {"queue": "default", "expires": 10},
    },
    "forget-fetches": {
        "task": "summaries.tasks.forget_fetches",
        "schedule": 3600.0,
        "options": {"queue": "default", "expires": 3600},
    },
    # Sources that fail or fell silent are told to the admins.
    "watch-sources": {
        "task": "summaries.tasks.watch_sources",
        "schedule": 300.0,
        "options": {"queue": "default", "expires": 300},
    },
    # The bell of a notice may get lost, and a failed one waits for its next attempt.
    "send-notices": {
        "task": "summaries.tasks.send_notices",
        "schedule": 30.0,
        "options": {"queue": "mail", "expires": 30},
    },
    # Fans mailings out and sends what is due; the bell of either may get lost.
    "send-mail": {
        "task": "summaries.tasks.send_mail",
        "schedule": 15.0,
        "options": {"queue": "mail", "expires": 15},
    },
    "publish-editions": {
        "task": "summaries.tasks.publish_editions",
        "schedule": 10.0,
        "options": {"queue": "default", "expires": 10},
    },
    "open-weekly": {
        "task": "summaries.tasks.open_weekly",
        "schedule": 600.0,
        "options": {"queue": "default", "expires": 600},
    },
    # Subscriptions that nobody confirmed, and counts of attempts.
    "forget-visitors": {
        "task": "summaries.tasks.forget_visitors",
        "schedule": 3600.0,
        "options": {"queue": "default", "expires": 3600},
    },
    # A tab that is closed while somebody types leaves the index behind.
    "catch-up-search": {
        "task": "summaries.tasks.catch_up_search",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
    # Other checks, settings or terms find something else in texts that nobody changed.
    "catch-up-findings": {
        "task": "summaries.tasks.catch_up_findings",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
    "prune-likeness": {
        "task": "summaries.tasks.prune_likeness",
        "schedule": 86_400.0,
        "options": {"queue": "default", "expires": 3600},
    },
    "forget-sessions": {
        "task": "summaries.tasks.forget_sessions",
        "schedule": 3600.0,
        "options": {"queue": "default", "expires": 3600},
    },
    "forget-stage-times": {
        "task": "summaries.tasks.forget_stage_times",
        "schedule": 86_400.0,
        "options": {"queue": "default", "expires": 3600},
    },
    # Answers to programs are given again for a day.
    "prune-answers": {
        "task": "summaries.tasks.prune_answers",
        "schedule": 3600.0,
        "options": {"queue": "default", "expires": 3600},
    },
}
JOB_LEASE = timedelta(seconds=env.int("JOB_LEASE_SECONDS", 30))
JOB_MAX_ATTEMPTS = 3
# A waiting job is rung for again this long after its last bell.
JOB_RING_AGAIN = timedelta(seconds=env.int("JOB_RING_AGAIN_SECONDS", 20))
JOB_RETRY_DELAY = timedelta(seconds=env.int("JOB_RETRY_DELAY_SECONDS", 15))

# --- Models -------------------------------------------------------------------------------------
MODELS_DIR = models_dir()
ACTIVE_PROFILE_FILE = VAR_DIR / "active-profile"
# "marian", "transformers" or "fake": how the active profile's translator runs.
ENGINE = env.str("ENGINE", "default")
# Threads of one worker process; threads x processes should not exceed the cores.
ENGINE_THREADS = env.int(
    "ENGINE_THREADS", max(1, (os.cpu_count() or 1) // CELERY_WORKER_CONCURRENCY)
)
# How long the fake engine takes for a sentence: shows progress without a model.
FAKE_ENGINE_DELAY_SECONDS = env.float("FAKE_ENGINE_DELAY_SECONDS", 0.0)

# --- The desk -----------------------------------------------------------------------------------
# Whoever changed a text last does not publish it.
TWO_PERSON_RULE = env.bool("TWO_PERSON_RULE", False)
# How much a fidelity check matters here: "number=blocking,spelling=off"; the rest as they come.
CHECK_SEVERITY = env.list("CHECK_SEVERITY", [])

# --- Email --------------------------------------------------------------------------------------
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Newsdesk <newsdesk@localhost>")
# What links in emails start with: a worker has no request to take it from.
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")

# Where the mail system returns what cannot be delivered (the sender by default): see
# `manage.py bounce`.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", "")
# What the mail server takes of us; 0 is no limit.
MAIL_PER_SECOND = env.float("MAIL_PER_SECOND", 20.0)
# How long a worker may take for one message; longer than its connection waits, see EMAIL_TIMEOUT.
MAIL_LEASE = timedelta(seconds=env.int("MAIL_LEASE_SECONDS", 300))

# --- The daily brief ----------------------------------------------------------------------------
# How many briefs an edition is proposed with, and below how many it is called short.
EDITION_SIZE = env.int("EDITION_SIZE", 8)
EDITION_FEWEST = env.int("EDITION_FEWEST", 3)
# Under whose name entries of feeds have their ids, which never change: when the site moves to
# another domain, set the old one here.
FEED_AUTHORITY = env.str("FEED_AUTHORITY", "") or urlsplit(SITE_URL).hostname or "localhost"

# --- Pages that are kept ------------------------------------------------------------------------
# Of the public site, until it changes. Redis where several machines share them.
CACHE_URL = env.str(
    "CACHE_URL", "", validate=validate.Regexp("(rediss?://.+)?$", error="say redis://…, or nothing")
)
if CACHE_URL:
    _CACHE = {
        "BACKEND": "newsdesk.cache.RedisCache",
        "LOCATION": CACHE_URL,
        # A page waits for Redis no longer than it would take to make.
        "OPTIONS": {
            "serializer": "newsdesk.cache.Plain",
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
        },
    }
    CACHES = {"default": _CACHE, "counts": _CACHE | {"KEY_PREFIX": "counts"}}
else:
    _CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    CACHES = {
        "default": _CACHE | {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}},
        # Counts of `services.brakes`, apart, so that many visitors push no page out.
        "counts": _CACHE | {"LOCATION": "counts", "OPTIONS": {"MAX_ENTRIES": 20_000}},
    }
# Pages that are not kept: searches, lists with parameters, addresses that do not exist. From one
# address in a minute; 0 is no limit.
PUBLIC_PER_MINUTE = env.int("PUBLIC_PER_MINUTE", 120)

# --- Fetching from sources ----------------------------------------------------------------------
# "host:port" pairs inside this network that sources may use; everything else there is refused.
OUTBOUND_ALLOWED = env.list("OUTBOUND_ALLOWED", [])
# A server has this long for a whole answer, redirects included.
FETCH_DEADLINE_SECONDS = env.float("FETCH_DEADLINE_SECONDS", 30.0)
# Whom the owner of a server may ask about our requests. The first word is what robots.txt names.
USER_AGENT = env.str("USER_AGENT", f"Newsdesk/1.0 (+{SITE_URL})")

# --- Security -----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
    # These two bind other hosts of the domain, and browsers do not forget: its owner decides.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", False)
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Watching -----------------------------------------------------------------------------------
# "line" for people, "json" for machines.
LOG_FORMAT = env.str("LOG_FORMAT", "line", validate=validate.OneOf(["line", "json"]))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "newsdesk.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "newsdesk.logs.MachineFormatter"},
    },
    "filters": {"broker": {"()": "newsdesk.logs.BrokerAway"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["broker"],
        }
    },
    "loggers": {
        # Django's own handlers would print every refused request a second time, and whole.
        "django": {"handlers": [], "propagate": True},
        # The ledgers say what was done; that a bell was heard is no news.
        "celery": {"level": "WARNING"},
        # Warns at each HEAD that it leaves the body out, as Django wants it to.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
# Who may read /metrics, and what is wrong at /readyz: whoever has the token, or asks from here.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
METRICS_ALLOWED = [
    ip_network(one, strict=False) for one in env.list("METRICS_ALLOWED", ["127.0.0.0/8", "::1"])
]
# Probes come without TLS, from inside.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
if SENTRY_DSN := env.str("SENTRY_DSN", ""):
    error_reports.start(SENTRY_DSN)
