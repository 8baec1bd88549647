"""What gunicorn itself says, in the one form of the log."""

from logging.config import DictConfigurator

from django.conf import settings
from gunicorn import glogging


class Logger(glogging.Logger):
    """Gunicorn's logger, which writes lines or JSON as the settings say, and discreetly."""

    def setup(self, cfg) -> None:
        """Set up as gunicorn does, then change how its lines look."""
        super().setup(cfg)
        logging = settings.LOGGING
        chosen = logging["formatters"][logging["handlers"]["console"]["formatter"]]
        formatter = DictConfigurator(logging).configure_formatter(dict(chosen))
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(formatter)
