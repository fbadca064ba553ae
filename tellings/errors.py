"""What can go wrong: in goes nothing, out come the exceptions that tellings raises itself.

    TellingsError
    ├── UsageError        the call or a setting is wrong; nothing was done           exit 2
    │   └── SettingError  a setting has an unknown name or an impossible value
    ├── NothingRead       no item could be read                                      exit 2
    ├── StoreError        the store cannot be used                                   exit 3
    │   ├── StoreLocked   another run is writing to it
    │   ├── StoreDamaged  a part is missing or differs from its checksum
    │   └── StoreFormat   it was written in another format
    ├── NotFound          no such object in the store                                exit 2
    └── Interrupted       a person stopped the run; what was done is kept            exit 130

Every message names the value, says what it should be, and ends in what to try.
"""


class TellingsError(Exception):
    """Base of all errors that tellings raises itself."""

    exit_code = 2


class UsageError(TellingsError):
    """The call is wrong; nothing was done."""


class SettingError(UsageError):
    """A setting has an unknown name or an impossible value."""


class NothingRead(TellingsError):
    """No item could be read."""


class StoreError(TellingsError):
    """The store cannot be used."""

    exit_code = 3


class StoreLocked(StoreError):
    """Another run is writing to the store."""


class StoreDamaged(StoreError):
    """A part of the store is missing or differs from its checksum."""


class StoreFormat(StoreError):
    """The store was written in another format."""


class NotFound(TellingsError):
    """No such object in the store."""


class Interrupted(TellingsError):
    """A person stopped the run; what was done is kept."""

    exit_code = 130
