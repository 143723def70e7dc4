"""Officers and their log-ins: made, shut out, let in, and recognised again by a cookie."""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from district_server.models import LoginFailure, Officer, Role, WebSession
from district_server.web import passwords
from district_server.web.reach import TOWN_DIGITS, Reach
from station_app.errors import Rejected
from station_app.models.identifiers import new_id

IDLE = timedelta(minutes=30)
"""A log-in that nobody used for so long is over."""
LONGEST = timedelta(hours=12)
"""A log-in is over after so long in any case."""
NOTED_EVERY = timedelta(minutes=1)
REMEMBERED = timedelta(minutes=15)
"""How long a wrong guess counts."""
GUESSES_AT_A_NAME = 10
GUESSES_FROM_A_PLACE = 30
LONGEST_NAME = 40
COOKIE_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is logged in, as a page needs to know."""

    officer_id: UUID
    name: str
    reach: Reach
    must_change: bool

    @property
    def role(self) -> Role:
        """What the officer may see."""
        return self.reach.role


def add(session: Session, name: str, *, town: str | None, now: datetime) -> str:
    """Let somebody in from now on; returns the first password, which is shown once.

    `town` is the town's division code, or its first nine digits; without it the officer sees all.
    """
    plain = plain_name(name)
    if not plain or len(plain) > LONGEST_NAME:
        raise Rejected("web.officer_name", longest=LONGEST_NAME)
    if _find(session, plain) is not None:
        raise Rejected("web.officer_exists", name=plain)
    password = passwords.invented()
    session.add(
        Officer(
            id=new_id(),
            name=plain,
            role=Role.DISTRICT if town is None else Role.TOWN,
            division_prefix=None if town is None else prefix_of(town),
            password_hash=passwords.kept(password),
            must_change=True,
            made_at=now,
        )
    )
    session.flush()
    return password


def prefix_of(town: str) -> str:
    """The nine digits that the codes of a town's stations begin with."""
    digits = town.strip()
    tail = digits[TOWN_DIGITS:]
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (TOWN_DIGITS, 12):
        raise Rejected("web.officer_town", code=town)
    if tail.strip("0"):
        raise Rejected("web.officer_town", code=town)
    return digits[:TOWN_DIGITS]


def disable(session: Session, name: str, *, now: datetime) -> None:
    """Shut an officer out, at once and everywhere."""
    officer = _named(session, name)
    officer.disabled_at = now
    log_out_everywhere(session, officer.id)


def reset(session: Session, name: str) -> str:
    """A new first password; the officer is let in again and logged out everywhere.

    Wrong guesses at the old one count no longer, so that the new one works at once.
    """
    officer = _named(session, name)
    password = passwords.invented()
    officer.password_hash, officer.must_change = passwords.kept(password), True
    officer.disabled_at = None
    log_out_everywhere(session, officer.id)
    session.execute(delete(LoginFailure).where(LoginFailure.name_hash == _hash(officer.name)))
    return password


def change_password(session: Session, officer_id: UUID, *, old: str, new: str, again: str) -> None:
    """Exchange the password; every open log-in of the officer ends."""
    officer = session.get_one(Officer, officer_id)
    if not passwords.fits(old[: passwords.LONGEST], officer.password_hash):
        raise Rejected("web.wrong_old_password")
    if new != again:
        raise Rejected("web.passwords_differ")
    if new == old:
        raise Rejected("web.password_same")
    passwords.check_new(new, name=officer.name)
    officer.password_hash, officer.must_change = passwords.kept(new), False
    log_out_everywhere(session, officer_id)


def check(
    session: Session, name: str, password: str, *, address: str, now: datetime
) -> SignedIn | None:
    """The officer of this name and password; None, and remembered, where they do not fit.

    Raises `Rejected("web.too_many_guesses")` once too many did not.
    """
    plain = plain_name(name)[:LONGEST_NAME]
    _refuse_guessing(session, plain, address, now)
    officer = _find(session, plain)
    known = officer is not None and officer.disabled_at is None
    stored = officer.password_hash if officer is not None and known else passwords.NOBODY
    if passwords.fits(password[: passwords.LONGEST], stored) and officer is not None and known:
        officer.last_login_at = now
        return _signed(officer)
    session.add(LoginFailure(id=new_id(), name_hash=_hash(plain), address=address[:64], at=now))
    return None


def _refuse_guessing(session: Session, name: str, address: str, now: datetime) -> None:
    session.execute(delete(LoginFailure).where(LoginFailure.at < now - REMEMBERED))
    same_name, same_place = LoginFailure.name_hash == _hash(name), LoginFailure.address == address
    names, places = session.execute(
        select(func.count().filter(same_name), func.count().filter(same_place))
        .select_from(LoginFailure)
        .where(or_(same_name, same_place))
    ).one()
    if names >= GUESSES_AT_A_NAME or places >= GUESSES_FROM_A_PLACE:
        raise Rejected("web.too_many_guesses", minutes=REMEMBERED.seconds // 60)


def open_log_in(session: Session, officer_id: UUID, *, now: datetime) -> str:
    """A fresh log-in; returns the cookie, of which only the hash is kept."""
    session.execute(delete(WebSession).where(_is_over(now)))
    cookie = secrets.token_urlsafe(COOKIE_BYTES)
    session.add(
        WebSession(token_hash=_hash(cookie), officer_id=officer_id, made_at=now, seen_at=now)
    )
    return cookie


def signed_in(session: Session, cookie: str, *, now: datetime) -> tuple[SignedIn, bool] | None:
    """Whose cookie this is and whether its use is worth noting; None once it is over."""
    row = session.execute(
        select(WebSession, Officer)
        .join(Officer, Officer.id == WebSession.officer_id)
        .where(WebSession.token_hash == _hash(cookie), Officer.disabled_at.is_(None))
    ).one_or_none()
    if row is None or row.WebSession.seen_at < now - IDLE or row.WebSession.made_at < now - LONGEST:
        return None
    return _signed(row.Officer), row.WebSession.seen_at < now - NOTED_EVERY


def _signed(officer: Officer) -> SignedIn:
    return SignedIn(officer.id, officer.name, _reach_of(officer), officer.must_change)


def _reach_of(officer: Officer) -> Reach:
    """A town officer without a town would see everything: refused, whatever the table says."""
    if officer.role == Role.DISTRICT:
        return Reach()
    return Reach(prefix_of(officer.division_prefix or ""))


def note_use(session: Session, cookie: str, *, now: datetime) -> None:
    """Keep a log-in open while it is used."""
    session.execute(
        update(WebSession).where(WebSession.token_hash == _hash(cookie)).values(seen_at=now)
    )


def log_out(session: Session, cookie: str) -> None:
    """End one log-in."""
    session.execute(delete(WebSession).where(WebSession.token_hash == _hash(cookie)))


def log_out_everywhere(session: Session, officer_id: UUID) -> None:
    """End every log-in of an officer."""
    session.execute(delete(WebSession).where(WebSession.officer_id == officer_id))


def _is_over(now: datetime) -> ColumnElement[bool]:
    return or_(WebSession.seen_at < now - IDLE, WebSession.made_at < now - LONGEST)


def plain_name(name: str) -> str:
    """A name as it is kept: one width of letters, no blanks around."""
    return unicodedata.normalize("NFKC", name).strip()


def _named(session: Session, name: str) -> Officer:
    officer = _find(session, plain_name(name))
    if officer is None:
        raise Rejected("web.no_such_officer", name=name)
    return officer


def _find(session: Session, plain: str) -> Officer | None:
    return session.scalars(select(Officer).where(Officer.name == plain)).one_or_none()


def _hash(secret: str) -> str:
    """Random secrets need no salt; names are hashed only so that the table holds no typed text."""
    return hashlib.sha256(secret.encode()).hexdigest()
