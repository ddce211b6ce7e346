"""What the rules forbid, said in Indonesian to the person who tried."""


class DomainError(Exception):
    """An operation that the rules forbid. `str(error)` is shown to the user as it is."""


class StaleEdit(DomainError):
    """The row was changed by somebody else since the form was opened. Views answer 409 and show both texts."""

    def __init__(self, row):
        self.row = row
        super().__init__("Data ini sudah diubah orang lain sejak Anda membukanya.")
