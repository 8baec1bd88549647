"""What a step says when it cannot go on, in words."""


class TrainingError(Exception):
    """A step cannot go on; the message says why and what to do."""


class RecipeError(TrainingError):
    """The recipe file does not make sense."""


class Unfinished(TrainingError):
    """The time given was used up and everything done so far is kept: run the step again."""
