"""The entries that the district added to code lists, read from a database and put in use."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import BUILT_IN
from station_app.domain.codes.added import Entry, Lists, use_in_process, with_added
from station_app.models.standard import CodeEntry


def added_entries(session: Session) -> list[Entry]:
    """What the district added, in the order in which it did."""
    columns = (CodeEntry.list_name, CodeEntry.code, CodeEntry.label, CodeEntry.retired_on)
    rows = session.execute(
        select(*columns).where(CodeEntry.deleted.is_(False)).order_by(CodeEntry.id)
    )
    return [
        Entry(name, code, label, is_retired=retired_on is not None)
        for name, code, label, retired_on in rows
    ]


def added_lists(session: Session) -> Lists:
    """The lists to which something was added."""
    return with_added(BUILT_IN, added_entries(session))


def put_in_use(session: Session) -> None:
    """From now on choices and labels of this process include what the file has."""
    use_in_process(added_lists(session))
