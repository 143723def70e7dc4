"""Sentences about the station itself and its settings."""

SENTENCES = {
    "station.division_code": (
        "区划代码要 12 位数字，头一位不会是 0，现在是“{code}”。还没有建站。"
        "请照民政或统计给的代码再填一次。"
    ),
    "station.name": "服务站的名称还空着。还没有存。请填全称，打印表格时要用。",
    "station.operator": "您的名字还空着。还没有存。请填真实姓名。",
}
