"""Everything that can go wrong, as one tree. Each error says what, where, why and what to do.

DatelineError            exit code 1
├── SettingsError        2   a setting or an option is not usable
├── InputError           3   there is nothing to read where the user pointed
├── CheckError           4   a check found offending rows; nothing was published
├── LockError            5   another process is writing to this warehouse
├── WarehouseError       6   the warehouse is missing, damaged or of another version
├── ModelError           7   the language model is missing or cannot be loaded
├── QueryError           8   the SQL of the user is wrong
├── NotFoundError        9   no such article, event or table
├── StaleParsesError    10   no parses are kept by this version of the model
└── SpaceError          11   the disk is full; nothing was published
"""

from __future__ import annotations


class DatelineError(Exception):
    """Base of all errors that are meant for the user's eyes.

    ``what`` happened, and ``hint``: what to do about it.
    """

    exit_code = 1

    def __init__(self, what: str, hint: str = "") -> None:
        self.what = what
        self.hint = hint
        super().__init__(what, hint)  # both, so that the error survives a pool of processes

    def __str__(self) -> str:
        return f"{self.what}\n{self.hint}" if self.hint else self.what


class SettingsError(DatelineError):
    """A setting, an environment variable or an option that cannot be used."""

    exit_code = 2


class InputError(DatelineError):
    """A path that does not exist, or a folder in which there is nothing."""

    exit_code = 3


class CheckError(DatelineError):
    """A check of severity error returned rows. The last good version is still in place."""

    exit_code = 4


class LockError(DatelineError):
    """Somebody else holds the warehouse's lock."""

    exit_code = 5


class WarehouseError(DatelineError):
    """There is no warehouse here, or not one that this version can use."""

    exit_code = 6


class ModelError(DatelineError):
    """The language model cannot be loaded."""

    exit_code = 7


class QueryError(DatelineError):
    """The database refused the user's SQL."""

    exit_code = 8


class NotFoundError(DatelineError):
    """The warehouse has no such article or table."""

    exit_code = 9


class StaleParsesError(DatelineError):
    """The parses that are kept are of another model, or there are none."""

    exit_code = 10


class SpaceError(DatelineError):
    """The disk is full, or a quota used up. The last good version is still in place."""

    exit_code = 11
