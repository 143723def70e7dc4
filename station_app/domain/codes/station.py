"""Code lists of the station itself (DOMAIN §2.1, §2.2)."""

from station_app.domain.codes.codelist import Coded


class StaffRole(Coded):
    """What a member of staff does."""

    HEAD = "HEAD", "站长"
    DEPUTY = "DEPUTY", "副站长"
    OFFICER = "OFFICER", "退役军人事务员", "事务员"
    GRID = "GRID", "网格员"
    VOLUNTEER = "VOLUNTEER", "志愿者骨干", "志愿者"
    LEADER = "LEADER", "分管领导"


class StationLevel(Coded):
    """Level of a division and of its station."""

    VILLAGE = "VILLAGE", "村（社区）", "村", "社区"
    TOWN = "TOWN", "镇（街道）", "镇", "街道", "乡"
    COUNTY = "COUNTY", "县（区）", "县", "区"
    CITY = "CITY", "市"
    PROVINCE = "PROVINCE", "省"


class UrbanRural(Coded):
    """The word that is printed after the name."""

    VILLAGE = "VILLAGE", "村"
    COMMUNITY = "COMMUNITY", "社区", "居委会", "居"
