"""The lines of DOMAIN §6.2 whose records are not kept yet: they can be named, their figure is —.

A sentence or a box of a template may be bound to one today; when its records come, the line moves
to the catalogue under the same code and nothing else changes (SETTLED 3).
"""

from collections.abc import Iterator

from station_app.domain.tally import FEN, Line, LineKind, RollUp
from station_app.domain.tally_lines import by_code

_TABLE = """
F1 收到喜报 份 F SUM
F2 送达喜报 份 F SUM
F3 立功慰问（奖励）金 万元 F SUM
F4 超期未送达 份 S SUM
G1 优待证受理 人次 F SUM
G1a 其中：首次申领 人 F SUM
G2 审核通过 人 F SUM
G3 制卡签收（到站） 张 F SUM
G4 发放 张 F SUM
G5 累计申领 人 S SUM
G5a 累计通过 人 S SUM
G5b 累计签收 张 S SUM
G5c 累计发放 张 S SUM
G6 发放率 % R RECOMPUTE
G7 补换领 张 F SUM
G8 注销收回 张 F SUM
G9 未领在库 张 S SUM
H7 义务兵家庭优待金 户+万元 F SUM
I1 帮扶申请 件 F SUM
I2 审批通过 件 F SUM
I3 帮扶人次 人次 F SUM
I4 帮扶资金（含实物折款） 万元 F SUM
I5 按四困分类 件 F SUM
I6 解决实际困难 件 F SUM
I7 在册困难对象 人 S UNION
J1 接访接待批次 批次 F SUM
J2 接访接待人次 人次 F SUM
J3 信访事项 件 F SUM
J3.SUN 退役军人部及国家阳光信访平台 件 F SUM
J3.PATROL 巡视组转交 件 F SUM
J3.REPEAT 部专项重复信访 件 F SUM
J3.SPECIAL 特殊信访问题 件 F SUM
J3.CITY 市专项交办 件 F SUM
J3.LOCAL 本级自收 件 F SUM
J3.TOWN 镇街上报 件 F SUM
J4 办结 件 F SUM
J5 按期办结率 % R RECOMPUTE
J6 期末在办 件 S SUM
J6a 其中：超期 件 S SUM
J7 化解矛盾纠纷 起 F SUM
J8 重复件 件 F SUM
J8a 集体批次 批次 F SUM
J9 政策咨询 人次 F SUM
L1 志愿服务队 支 S SUM
L2 志愿者 人 S UNION
L3 其中：党员 人 S UNION
L4 活动场次 场 F ORGANISER
L5 参与人次 人次 F SUM
L6 服务时长 小时 F SUM
M1 培训期数 期 F ORGANISER
M2 参训人数 人 D UNION
M3 参训率 % R RECOMPUTE
M4 招聘会 场 F ORGANISER
M5 参会企业 家次 F ORGANISER
M6 提供岗位 个 F ORGANISER
M7 对接洽谈 人次 F ORGANISER
M8 达成意向 人次 F SUM
M9 实现就业 人 F SUM
M10 新增创办企业 家 F SUM
M10a 在营创办企业 家 S SUM
N1 接收退役军人 人 F SUM
N2 安置到位 人 F SUM
N3 安置率 % R RECOMPUTE
O1 体检 人 F SUM
O2 疗养 人次 F SUM
O3 巡诊 人次 F SUM
O4 巡修辅具 人次 F SUM
O5 发放辅助器具 件 F SUM
O6 适老化改造 户 F SUM
P1 五有达标 个 S SUM
P2 十个一达标 项 S SUM
P3 星级 星 S SUM
P4 工作规范完成率 % R RECOMPUTE
"""


def _units(text: str) -> tuple[str, ...]:
    return tuple(FEN if unit == "万元" else unit for unit in text.split("+"))


def _read(table: str) -> Iterator[Line]:
    for row in table.strip().splitlines():
        code, label, units, kind, roll_up = row.split(" ")
        head, dot, _ = code.partition(".")
        yield Line(
            code, label, _units(units), LineKind(kind), RollUp(roll_up), head if dot else None
        )


AWAITED: tuple[Line, ...] = (
    *_read(_TABLE),
    *by_code("F2", "merit", ("份",), LineKind.FLOW, RollUp.SUM),
    *by_code("N1", "settle_mode", ("人",), LineKind.FLOW, RollUp.SUM),
)
