"""What a service refuses, in words for people. Views turn each into its HTTP status."""


class ServiceError(Exception):
    """A request that cannot be carried out; the message says why and what to do next."""


class NotAllowed(ServiceError):
    """The person's role does not permit it."""


class WrongState(ServiceError):
    """The brief or job is not in a state where this can happen."""


class Stale(ServiceError):
    """Someone else saved a newer version meanwhile."""


class Invalid(ServiceError):
    """The input is incomplete or wrong."""


class Blocked(Invalid):
    """Findings block publication, and nobody decided to publish in spite of them."""


class AlreadyTakenIn(ServiceError):
    """The same article is on the desk already, as `brief`."""

    def __init__(self, message: str, brief) -> None:
        super().__init__(message)
        self.brief = brief
