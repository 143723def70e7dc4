"""Certificates judged without the clock of this PC, which may stand at 1970 (decision 0083).

The district's name and the authority that vouches for it are checked as ever. Only the dates are
measured by the server's own clock, and only where this PC's clock finds them wrong.
"""

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import certifi

NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which the standard library has no name for."""
OUT_OF_DATE = {10: "certificate_expired", 9: "certificate_early"}
"""OpenSSL's numbers for a certificate that is out of date, and our codes."""
MOST_CAUSES = 10


def trust(*, dates: bool = True) -> ssl.SSLContext:
    """Whom this PC trusts, a bureau's own authority included, and whom the browsers trust."""
    made = ssl.create_default_context()
    made.load_verify_locations(certifi.where())
    return made if dates else without_dates(made)


def without_dates(context: ssl.SSLContext) -> ssl.SSLContext:
    """The same trust, but for the dates."""
    context.verify_flags |= ssl.VerifyFlags(NO_CHECK_TIME)
    return context


def doubt_of(error: BaseException) -> str | None:
    """What a failed connection says of the certificate: our code, or None where it is not that."""
    cause: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return OUT_OF_DATE.get(cause.verify_code, "intercepted")
        if cause is None or isinstance(cause, ssl.SSLError):
            return None if cause is None else "intercepted"
        cause = cause.__cause__ or cause.__context__  # the pool hides the link to the cause
    return None


def is_only_a_date(error: BaseException) -> bool:
    """Whether nothing but the dates was wrong, which may be this PC's fault."""
    return doubt_of(error) in OUT_OF_DATE.values()


def holds_by_its_own_clock(
    certificate: object, date_header: str, *, known: datetime | None
) -> bool:
    """Whether the server's own moment lies within the dates of its certificate.

    `known` is a moment by the district's clock that is surely past: a certificate that ran out
    before it cannot come back with an old date.
    """
    try:
        now = _aware(parsedate_to_datetime(date_header))
        first, last = (_moment(certificate, name) for name in ("notBefore", "notAfter"))
    except (TypeError, ValueError, KeyError):
        return False
    return first <= now <= last and (known is None or now >= known)


def _moment(certificate: object, name: str) -> datetime:
    if not isinstance(certificate, dict):
        raise TypeError("no certificate was shown")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate[name]), UTC)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
