"""The figures of table A of F10: which lines a year reports, under which names (DOMAIN §6.5)."""

from station_app.domain.annual import AnnualFigure
from station_app.domain.codes import CODE_LISTS
from station_app.domain.tally_lines import parts

_OF_PART = "按领取日期计，物资折款计入金额"


def _kinds() -> tuple[AnnualFigure, ...]:
    """The kinds of condolence, each a line of its own in the sources."""
    return tuple(AnnualFigure(line.code, f"其中：{line.label}", _OF_PART) for line in parts("C4"))


def _fundings() -> tuple[AnnualFigure, ...]:
    return tuple(
        AnnualFigure(line.code, f"其中：{line.label}", "按资金来源") for line in parts("C5")
    )


def _methods() -> tuple[AnnualFigure, ...]:
    return tuple(
        AnnualFigure(line.code, f"其中：{line.label}", "按认证方式") for line in parts("D5")
    )


def _pensions() -> tuple[AnnualFigure, ...]:
    labels = CODE_LISTS["pension_kind"]
    return tuple(
        AnnualFigure(f"Y8.{code}", f"其中：{labels.label(code)}", "按待遇种类")
        for code in labels.codes
    )


FIGURES: tuple[AnnualFigure, ...] = (
    AnnualFigure("A1", "年末在册服务对象", "年末存量"),
    AnnualFigure("A2", "其中：退役军人", "年末存量"),
    AnnualFigure("A3", "其中：三属", "年末存量"),
    AnnualFigure("A4", "现役军人家庭", "年末存量"),
    AnnualFigure("A5", "享受定期抚恤补助的优抚对象", "年末存量，含停发"),
    AnnualFigure("A5a", "其中：停发（中止）", "年末存量"),
    AnnualFigure("A6", "建档立卡累计", "含去世、迁出，不含取消"),
    AnnualFigure("A7", "新增建档", "按建档日期，不含迁入"),
    AnnualFigure("A8", "去世", "按获知日期"),
    AnnualFigure("A9", "迁入", "按建档日期"),
    AnnualFigure("A10", "迁出", "按迁出日期"),
    AnnualFigure("B1", "走访人次", "入户、到站、座谈会、医院"),
    AnnualFigure("B2", "走访户次", "每次走访每户计一次"),
    AnnualFigure("B3", "走访人数", "同一人全年只计一次"),
    AnnualFigure("B4", "电话（视频）联系人次", "不计入走访"),
    AnnualFigure("B5", "走访覆盖率", "走访过的在册对象÷年末在册"),
    AnnualFigure("B6", "挂钩联系覆盖率", "有网格有联系人÷年末在册"),
    AnnualFigure("B7", "座谈会、活动", "本站主办"),
    AnnualFigure("Y6", "走访现役军人家庭", "走访过的户，全年只计一次"),
    AnnualFigure("Y7", "走访未建档对象", "敬老院、孤寡老人等，按人数"),
    AnnualFigure("Y5", "走访慰问合计人次", "走访和慰问同一天只计一次"),
    AnnualFigure("K1", "慰问帮扶合计人次", "同一人同日同事只计一次"),
    AnnualFigure("K2", "慰问帮扶合计金额", "慰问金、物资折款之和"),
    AnnualFigure("C1", "慰问人次", "按领取日期"),
    AnnualFigure("C2", "慰问金（现金、转账）", "按领取日期"),
    AnnualFigure("C3", "慰问物资折款", "单列，不并入慰问金"),
    *_kinds(),
    *_fundings(),
    AnnualFigure("C6", "慰问家庭", "每批次每户计一次"),
    AnnualFigure("C7", "慰问部队、单位", "按个（次）"),
    AnnualFigure("C8", "发放慰问信、春联、年画", "按份数"),
    AnnualFigure("H1", "发放抚恤补助人数", "领过基本抚恤补助的人"),
    AnnualFigure("H2", "发放抚恤补助金额", "按发放日期，含补发、追缴"),
    AnnualFigure("H3", "其中：补发", "按发放日期"),
    AnnualFigure("H4", "其中：补差", "按发放日期"),
    AnnualFigure("H5", "其中：丧葬补助", "按发放日期"),
    AnnualFigure("H6", "其中：追缴", "负数"),
    *_pensions(),
    AnnualFigure("H8a", "待遇新增", "按生效月份"),
    AnnualFigure("H8b", "待遇停发", "按生效月份"),
    AnnualFigure("H8c", "待遇恢复", "按生效月份"),
    AnnualFigure("H8d", "待遇终止", "按生效月份"),
    AnnualFigure("D1", "应认证", "本认证年度"),
    AnnualFigure("D2", "认证人数", "按认证日期，每年度计一次"),
    AnnualFigure("D3", "累计已认证", "本认证年度"),
    AnnualFigure("D4", "认证率", "已认证÷应认证"),
    *_methods(),
    AnnualFigure("D6", "逾期未认证", "年末存量"),
    AnnualFigure("D9", "认证中发现去世、迁出、不符合", "按认证日期"),
    AnnualFigure("E1", "光荣牌新发", "按发放日期"),
    AnnualFigure("E2", "光荣牌悬挂", "新发后首次悬挂"),
    AnnualFigure("E3", "光荣牌更换", "换新已悬挂"),
    AnnualFigure("E4", "光荣牌补发", "补发已悬挂"),
    AnnualFigure("E5", "光荣牌收回", "按收回日期"),
    AnnualFigure("E6", "光荣牌恢复", "按恢复日期"),
    AnnualFigure("E6a", "光荣牌遗失损毁", "按登记日期"),
    AnnualFigure("E6b", "光荣牌随户迁出", "按登记日期"),
    AnnualFigure("E7", "年末在挂光荣牌", "年末存量"),
    AnnualFigure("E8", "应挂未挂户", "年末存量"),
)
"""In the order of the table; parts without a figure in either year are left out of it."""
BY_CODE: dict[str, AnnualFigure] = {figure.code: figure for figure in FIGURES}
