"""What the history calls each kind of step; whoever writes names the unit of work by these."""

LABELS = {
    "station.init": "建站",
    "sample.fill": "装入示例资料",
    "person.register": "建档：{name}",
    "person.change": "修改资料：{name}",
    "person.verify": "核实资料：{name}",
    "person.identity": "修改身份：{name}",
    "person.service": "修改服役经历：{name}",
    "person.account": "修改银行账户：{name}",
    "person.notice": "告知书：{name}",
    "person.death": "登记去世：{name}",
    "person.death_corrected": "更正死亡登记：{name}",
    "person.move_out": "登记迁出：{name}",
    "person.move_back": "登记迁回：{name}",
    "person.remove": "取消登记：{name}",
    "person.restore": "恢复登记：{name}",
    "person.merge": "并档：{name}",
    "person.unmerge": "拆开并档：{name}",
    "person.household": "换户：{name}",
    "household.create": "新建家庭",
    "household.change": "修改家庭",
    "household.split": "分户",
    "household.merge": "并户",
    "family.change": "修改家庭成员",
    "entitlement.grant": "批准待遇：{name}",
    "entitlement.suspend": "停发待遇：{name}",
    "entitlement.resume": "恢复待遇：{name}",
    "entitlement.stop": "终止待遇：{name}",
    "entitlement.change": "修改待遇：{name}",
    "entitlement.correct": "更正待遇变动：{name}",
    "pension.record": "登记抚恤补助发放",
    "pension.reverse": "冲正抚恤补助发放",
    "staff.change": "修改工作人员",
    "contact_rule.change": "修改联系约定",
    "history.undo": "撤销“{what}”",
    "history.redo": "重做“{what}”",
}
SENTENCES: dict[str, str] = {}


def label(code: str, **values: object) -> str:
    """The Chinese name of a step, its values filled in."""
    return LABELS[code].format_map(values)
