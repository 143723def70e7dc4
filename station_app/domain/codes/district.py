"""Code lists of what the district sends down: standards, and people who move to a station."""

from station_app.domain.codes.codelist import Coded


class StandardPer(Coded):
    """What an amount of a pension standard is for (DOMAIN 2.13)."""

    MONTH = "MONTH", "每月"
    YEAR = "YEAR", "每年"
    MONTH_PER_SERVICE_YEAR = "MONTH_PER_SERVICE_YEAR", "每月（每服役一年）"


class TransferDirection(Coded):
    """Which side of a move a station is on."""

    IN = "IN", "转入"
    OUT = "OUT", "转出"


class TransferState(Coded):
    """How far a move has come; only the district sets it."""

    WAITING = "WAITING", "待接收"
    ACCEPTED = "ACCEPTED", "已接收"
    NOT_HERE = "NOT_HERE", "对方说不在"
    WITHDRAWN = "WITHDRAWN", "已作废"


class TransferReply(Coded):
    """What the receiving station says to a move."""

    NEW = "NEW", "接收建档"
    SAME = "SAME", "与本站档案是同一人"
    NOT_HERE = "NOT_HERE", "此人不在本站"


class HistoryKind(Coded):
    """What a line of history from another station tells of."""

    VISIT = "VISIT", "走访"
    PAYMENT = "PAYMENT", "慰问"
    CERTIFICATION = "CERTIFICATION", "认证"
    PLAQUE = "PLAQUE", "光荣牌"
    ENTITLEMENT = "ENTITLEMENT", "待遇变动"
    PENSION = "PENSION", "抚恤补助"
