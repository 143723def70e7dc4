"""线上认证: what other programmes delivered and what came of it, and their keys."""

from starlette.responses import Response

from district_server import api_keys, online
from district_server.web.audit import Action
from district_server.web.listing import Column, asked, cut
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.visit import Visit
from station_app.domain.masking import mask_id_number, mask_name
from station_app.errors import Rejected
from station_app.messages import sentence, sentences

COLUMNS = (
    Column("reference", "编号"),
    Column("who", "对象"),
    Column("day", "认证日期", sortable=True),
    Column("state", "结果"),
    Column("received", "何时送来", sortable=True),
    Column("do", ""),
)
KEYS = {"day": lambda row: row.certified_on, "received": lambda row: row.received_at}
STATES = {
    online.WAITING: ("等着送", "amber"),
    online.REFUSED: ("没有收", "red"),
    online.DELIVERED: ("已送到", "green"),
}


def show(visit: Visit) -> Response:
    """What was delivered, the last first."""
    wanted = asked(visit.request.query_params, COLUMNS, filters={"state": STATES})
    with visit.read() as session:
        found = online.listed(session)
        counts = {state: sum(row.state == state for row in found) for state in STATES}
        rows = [row for row in found if row.state == (wanted.filters.get("state") or row.state)]
        listed = cut([row for row in rows if wanted.search in row.reference], wanted, keys=KEYS)
        keys = api_keys.list_keys(session)
    if listed.rows:
        visit.note(Action.SAW_PERSONS, subject="online certifications", rows=len(listed.rows))
    options = [(state, words, counts[state]) for state, (words, _) in STATES.items()]
    return visit.page(
        "online.html",
        columns=COLUMNS,
        listed=listed,
        total=len(found),
        options=[("", "全部", len(found)), *(option for option in options if option[2])],
        states=STATES,
        reasons=sentences(),
        keys=keys,
        mask_name=mask_name,
        mask_id_number=mask_id_number,
    )


def retry(visit: Visit) -> Response:
    """Judge an item anew, after what stood against it was put right."""
    with visit.write() as session:
        answer = online.retry(session, visit.key_in_form("item"), now=visit.now)
        visit.record(session, Action.ONLINE_RETRIED, subject=answer.state)
    return visit.go("online", said="online_retried")


def add_key(visit: Visit) -> Response:
    """A key for another programme, shown this once."""
    name = visit.text("name", longest=40)
    try:
        with visit.write() as session:
            _, key = api_keys.add_key(session, name, now=visit.now)
            visit.record(session, Action.API_KEY_ADDED, subject=name)
    except Rejected as error:
        return visit.page("problem.html", status=400, sentence=sentence(error))
    return visit.page("api_key.html", key=key, name=name, address=visit.server_address)


def revoke_key(visit: Visit) -> Response:
    """Shut a programme out."""
    with visit.write() as session:
        api_keys.revoke_key(session, visit.key_in_form("key"), now=visit.now)
        visit.record(session, Action.API_KEY_REVOKED)
    return visit.go("online", said="api_key_revoked")


PAGES = (
    PageSpec("online", "/online", show, retry, roles=DISTRICT_ONLY),
    PageSpec("new_api_key", "/online/keys", take=add_key, roles=DISTRICT_ONLY),
    PageSpec("revoke_api_key", "/online/keys/revoke", take=revoke_key, roles=DISTRICT_ONLY),
)
