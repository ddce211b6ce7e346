"""What the rules forbid, said in Indonesian to the person who tried."""


class DomainError(Exception):
    """An operation that the rules forbid. `str(error)` is shown to the user as it is.

    `field` names the field that mends it, where there is one: a form shows the error there.
    """

    def __init__(self, message: str, *, field: str = ""):
        self.field = field
        super().__init__(message)


class DomainErrors(DomainError):
    """Several things forbid the operation: `errors`, each with its own field. `str(error)` says them all."""

    def __init__(self, errors: list[DomainError]):
        self.errors = errors
        super().__init__(" ".join(str(error) for error in errors))


class StaleEdit(DomainError):
    """The row was changed by somebody else since the form was opened. Views answer 409 and show both texts."""

    def __init__(self, row):
        self.row = row
        super().__init__("Data ini sudah diubah orang lain sejak Anda membukanya.")
