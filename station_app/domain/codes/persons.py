"""Code lists that describe a person and a household (DOMAIN §2.3, §2.4, §3.11)."""

from station_app.domain.codes.codelist import Coded, CodeList, Item


class Sex(Coded):
    """GB/T 2261.1."""

    UNKNOWN = "0", "未知"
    MALE = "1", "男", "男性", "M", "MALE"
    FEMALE = "2", "女", "女性", "F", "FEMALE"
    UNSTATED = "9", "未说明"


class Marital(Coded):
    """GB/T 2261.2."""

    SINGLE = "10", "未婚"
    MARRIED = "20", "已婚"
    FIRST_MARRIED = "21", "初婚"
    REMARRIED = "22", "再婚"
    RESTORED = "23", "复婚"
    WIDOWED = "30", "丧偶"
    DIVORCED = "40", "离婚", "离异"
    UNSTATED = "90", "未说明"


class HukouType(Coded):
    """Where the person is registered at present."""

    RURAL = "1", "农村", "农业", "农业户口", "农村户口"
    URBAN = "2", "城镇", "非农", "非农业", "城镇户口", "居民"


class IdType(Coded):
    """The document behind the number."""

    RESIDENT = "01", "居民身份证", "身份证", "公民身份号码"
    HONGKONG_MACAO = "02", "港澳居民居住证"
    TAIWAN = "03", "台湾居民居住证"
    MILITARY = "04", "军人证件", "军官证", "士兵证"
    HUKOU_BOOK = "05", "户口簿"
    PASSPORT = "06", "护照/外国人", "护照", "外国人永久居留身份证"
    NONE = "99", "无"


class Political(Coded):
    """Political affiliation; 04–11 are the democratic parties."""

    PARTY_MEMBER = "01", "中共党员", "党员", "共产党员"
    PROBATIONARY = "02", "预备党员", "中共预备党员"
    LEAGUE_MEMBER = "03", "共青团员", "团员"
    REVOLUTIONARY_COMMITTEE = "04", "民革会员", "民革党员"
    DEMOCRATIC_LEAGUE = "05", "民盟盟员"
    NATIONAL_CONSTRUCTION = "06", "民建会员"
    PROMOTING_DEMOCRACY = "07", "民进会员"
    PEASANTS_WORKERS = "08", "农工党党员"
    ZHI_GONG = "09", "致公党党员"
    JIU_SAN = "10", "九三学社社员"
    TAIWAN_LEAGUE = "11", "台盟盟员"
    NO_PARTY = "12", "无党派民主人士", "无党派"
    MASSES = "13", "群众"


class Education(Coded):
    """Schooling completed (GB/T 4658, in its usual short form)."""

    POSTGRADUATE = "10", "研究生", "硕士", "博士", "硕士研究生", "博士研究生"
    BACHELOR = "20", "大学本科", "本科", "大学"
    COLLEGE = "30", "大学专科", "大专", "专科"
    SECONDARY_VOCATIONAL = "40", "中等专业学校", "中专", "中技", "职高", "技校"
    SENIOR = "60", "高中"
    JUNIOR = "70", "初中"
    PRIMARY = "80", "小学"
    NONE = "90", "文盲或半文盲", "文盲", "半文盲"


class Employment(Coded):
    """What the person lives by."""

    EMPLOYED = "EMPLOYED", "在职", "在业", "在岗"
    LAID_OFF = "LAID_OFF", "下岗"
    UNEMPLOYED = "UNEMPLOYED", "失业"
    NO_WORK = "NO_WORK", "无业"
    VETERAN_RETIRED = "VETERAN_RETIRED", "离休"
    RETIRED = "RETIRED", "退休"
    STARTUP = "STARTUP", "创业", "个体", "自主创业"
    FARMING = "FARMING", "务农", "在家务农"
    STUDENT = "STUDENT", "在校", "学生", "复学"
    MIGRANT = "MIGRANT", "外出务工", "务工", "打工"


class Health(Coded):
    """State of health as far as the station needs it."""

    GOOD = "GOOD", "健康", "良好", "健康或良好"
    FAIR = "FAIR", "一般", "一般或较弱", "较弱"
    CHRONIC = "CHRONIC", "慢性病", "有慢性病"
    SERIOUS = "SERIOUS", "重大疾病", "大病", "重病", "重症"
    DISABLED_FULL = "DISABLED_FULL", "失能"
    DISABLED_HALF = "DISABLED_HALF", "半失能"
    DISABLED = "DISABLED", "残疾"


class SelfCare(Coded):
    """How far a person looks after himself or herself."""

    FULL = "FULL", "自理", "完全自理", "能自理"
    HALF = "HALF", "半自理", "部分自理"
    NURSED = "NURSED", "享受护理", "不能自理", "护理"


class SocialRelief(Coded):
    """Social relief of a person or household (DOMAIN §3.8)."""

    DIBAO = "DIBAO", "低保", "低保户", "最低生活保障"
    TEKUN = "TEKUN", "特困供养（五保）", "五保", "五保户", "特困", "特困供养人员"
    LOWINC = "LOWINC", "低保边缘/低收入", "低保边缘", "低收入", "低收入户"
    POVERTY = "POVERTY", "脱贫户/监测户", "脱贫户", "监测户", "建档立卡贫困户"
    NONE = "NONE", "无", "否"


class Housing(Coded):
    """Where the household lives."""

    OWN = "OWN", "自有住房", "自有", "自建房", "商品房"
    PUBLIC = "PUBLIC", "公租房/廉租房", "公租房", "廉租房", "保障房"
    RENT = "RENT", "租房", "租住"
    BORROWED = "BORROWED", "借住", "与亲属同住"
    DANGEROUS = "DANGEROUS", "危房"
    NONE = "NONE", "无房"


class Relation(Coded):
    """Relation to the head of the household (GB/T 4761, short form)."""

    HEAD = "01", "本人/户主", "本人", "户主"
    SPOUSE = "10", "配偶", "妻", "夫", "妻子", "丈夫", "老伴", "爱人"
    SON = "20", "子/婿", "子", "儿子", "婿", "女婿", "长子", "次子", "儿"
    DAUGHTER = "30", "女/媳", "女儿", "儿媳", "媳", "长女", "次女"
    GRANDCHILD = "40", "孙子女", "孙子", "孙女", "外孙", "外孙女"
    PARENT = (
        "50", "父母/公婆/岳父母", "父母", "父亲", "母亲", "父", "母", "公婆", "岳父", "岳母",
    )  # fmt: skip
    GRANDPARENT = "60", "祖父母", "祖父", "祖母", "外祖父", "外祖母", "爷爷", "奶奶"
    SIBLING = "70", "兄弟姐妹", "兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹"
    OTHER = "99", "其他", "其它", "亲属", "侄", "侄子", "邻居", "监护人"


class PersonStatus(Coded):
    """Life cycle of a person's file (DOMAIN §2.4)."""

    DRAFT = "DRAFT", "待核实"
    ACTIVE = "ACTIVE", "在册", "健在", "正常"
    MOVED_OUT = "MOVED_OUT", "迁出", "已迁出", "迁走"
    DECEASED = "DECEASED", "去世", "已去世", "死亡", "亡故", "已故", "故"
    REMOVED = "REMOVED", "取消"
    MERGED = "MERGED", "已并档"


class RegSource(Coded):
    """How the file began."""

    FIRST = "FIRST", "首批采集"
    NEW_RETURN = "NEW_RETURN", "新退役接收"
    MOVED_IN = "MOVED_IN", "迁入"
    LATER = "LATER", "补采"
    IMPORT = "IMPORT", "导入"


class DeathProof(Coded):
    """What the station saw before it registered a death."""

    MEDICAL = "MEDICAL", "死亡医学证明", "死亡证明"
    CREMATION = "CREMATION", "火化证明", "殡葬证明"
    HUKOU = "HUKOU", "户口注销证明", "销户证明"
    VILLAGE = "VILLAGE", "村（社区）证明", "村委会证明"
    FAMILY = "FAMILY", "家属告知"
    OTHER = "OTHER", "其他"


_ETHNIC_GROUPS = (
    "01汉 02蒙古 03回 04藏 05维吾尔 06苗 07彝 08壮 09布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 "
    "17哈萨克 18傣 19黎 20傈僳 21佤 22畲 23高山 24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 "
    "31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南 37仡佬 38锡伯 39阿昌 40普米 41塔吉克 42怒 "
    "43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙 52鄂伦春 53赫哲 54门巴 "
    "55珞巴 56基诺"
)
_OLD_SPELLINGS = {"20": "僳僳", "46": "崩龙", "36": "毛难"}


def _ethnic(entry: str) -> Item:
    code, name = entry[:2], entry[2:]
    old = _OLD_SPELLINGS.get(code)
    return Item(code, f"{name}族", (name, *((old, f"{old}族") if old else ())))


ETHNICITY = CodeList(
    "ethnicity",
    (
        *(_ethnic(entry) for entry in _ETHNIC_GROUPS.split()),
        Item("97", "其他"),
        Item("98", "外国血统"),
    ),
)
"""GB/T 3304-1991, with or without 族 and with the old spellings."""
