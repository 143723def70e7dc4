"""Letting a PC in, over the line or by stick; the answer is the same."""

from datetime import datetime

import msgspec
from sqlalchemy import update
from sqlalchemy.orm import Session

from district_server import auth, keys
from district_server.beginnings import beginnings
from district_server.exchange import Exchange
from district_server.models import Device
from district_server.stations import server_id
from station_app.sync import enrolment, wire
from station_app.sync.bundle_keys import public_keys


def welcome(session: Session, request: enrolment.Request, *, now: datetime) -> enrolment.Welcome:
    """The place of a PC with a one-time code; asked again by the same PC, the same answer."""
    if request.keys is not None:
        public_keys(request.keys)
    joined = auth.join(session, request, now=now)
    return enrolment.Welcome(
        server_id=server_id(session),
        server_time=now.timestamp(),
        station_id=joined.station_id,
        station_name=joined.station_name,
        letter=joined.letter,
        envelope=joined.envelope,
        keys=keys.public_keys_of(session),
        owes_from=beginnings(session)[joined.station_id],
    )


def with_keys(session: Session, exchange: Exchange, reply: wire.Reply) -> wire.Reply:
    """Note the keys of a device that joined before there were any, and tell it the district's."""
    assert exchange.push.keys is not None
    own = public_keys(exchange.push.keys)
    mine = Device.id == exchange.caller.device_id
    session.execute(update(Device).where(mine).values(keys=own.raw))
    return msgspec.structs.replace(reply, keys=keys.public_keys_of(session))
