"""Code lists of templates: what a cell shows, of which span, and the columns of a list."""

from station_app.domain.codes.codelist import Coded


class TemplateWhat(Coded):
    """What a bound cell of a template shows."""

    FIGURE = "FIGURE", "数字"
    WORDS = "WORDS", "文字"
    COLUMN = "COLUMN", "名单的一列"


class TemplateSpan(Coded):
    """Which span a figure is of, seen from the month that is filled (F09)."""

    THIS = "THIS", "本期"
    PREVIOUS = "PREVIOUS", "上期"
    YEAR = "YEAR", "本年累计"
    LAST_YEAR = "LAST_YEAR", "上年同期"


class RosterColumn(Coded):
    """A column of a list of rows behind a figure; headings that offices write instead follow."""

    NUMBER = "NUMBER", "序号", "编号", "号"
    NAME = "NAME", "姓名", "对象姓名", "慰问对象", "走访对象", "优抚对象"
    SEX = "SEX", "性别"
    BIRTH = "BIRTH", "出生年月", "出生日期", "生日"
    AGE = "AGE", "年龄"
    ID_MASKED = "ID_MASKED", "身份证号（隐去中间）"
    ID_NUMBER = "ID_NUMBER", "身份证号", "身份证", "身份证号码", "公民身份号码", "证件号码"
    CATEGORY = "CATEGORY", "人员类别", "类别", "优抚类别", "身份类别", "对象类别"
    GROUP = "GROUP", "村民小组", "组别", "组", "村组"
    ADDRESS = "ADDRESS", "住址", "家庭住址", "地址", "现住址", "家庭地址"
    PHONE = "PHONE", "联系电话", "电话", "手机", "手机号", "联系方式"
    ENLISTED = "ENLISTED", "入伍时间", "入伍年月", "入伍日期"
    DISCHARGED = "DISCHARGED", "退役时间", "退役年月", "退伍时间", "退役日期"
    HEAD = "HEAD", "户主", "户主姓名"
    DAY = "DAY", "日期", "走访日期", "慰问日期", "发放日期", "认证日期", "时间", "走访时间"
    KIND = "KIND", "类型", "慰问类型", "走访类型", "慰问类别"
    METHOD = "METHOD", "方式", "走访方式", "认证方式", "发放方式"
    OCCASION = "OCCASION", "时节", "慰问时节", "节日"
    FUNDING = "FUNDING", "资金来源", "经费来源"
    COUNT = "COUNT", "人次", "数量", "人数"
    YUAN = "YUAN", "金额（元）", "金额", "慰问金", "慰问金额", "慰问金（元）", "慰问金额（元）"
    GOODS = "GOODS", "物资", "物资名称", "慰问品", "慰问物资", "物品名称"
    GOODS_YUAN = "GOODS_YUAN", "物资折款（元）", "折款", "物资折款", "折价", "折价（元）"
    WHO = "WHO", "走访人", "走访人员", "认证人员", "经办人"
    AGENT = "AGENT", "代领人", "代领人及关系", "代理人"
    NOTE = "NOTE", "备注", "说明"
