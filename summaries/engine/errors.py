"""Errors the engine raises. Their text is shown to editors, so it says what to do next."""


class EngineError(Exception):
    """Something the engine could not do.

    `permanent` says whether trying again with the same input is pointless; only the task layer
    reads it, to decide between a retry and giving up.
    """

    permanent = False


class TextRejected(EngineError):
    """The input is not an Arabic article: it is empty, binary, too long or in another language."""

    permanent = True


class ModelUnavailable(EngineError):
    """A model's files are missing, damaged or not what the registry promises."""

    permanent = True


class TranslationFailed(EngineError):
    """The translation model broke while it worked; another attempt may succeed."""


class SummaryFailed(EngineError):
    """No summary could be written from this text."""


class Stopped(EngineError):
    """The work was cancelled or its claim was lost; what was stored so far stays."""
