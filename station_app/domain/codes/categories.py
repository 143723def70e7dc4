"""Categories of persons (DOMAIN §3.1) in the order of their priority."""

from station_app.domain.codes.codelist import Coded, CodeList


class Category(Coded):
    """Why the station serves a person; a person may hold several."""

    SURV_MARTYR = (
        "SURV_MARTYR", "烈士遗属", "烈属", "烈士家属", "革命烈士家属",
    )  # fmt: skip
    SURV_DUTY = (
        "SURV_DUTY", "因公牺牲军人遗属", "因公牺牲军人家属", "因牺属", "因公牺牲遗属", "因公遗属",
    )  # fmt: skip
    SURV_ILL = "SURV_ILL", "病故军人遗属", "病故军人家属", "病属", "病故遗属"
    MARTYR_CHILD60 = (
        "MARTYR_CHILD60", "60周岁以上烈士子女（含错杀被平反人员子女）",
        "老烈子女", "烈士老年子女", "部分烈士子女", "烈士子女",
    )  # fmt: skip
    DISABLED = (
        "DISABLED", "残疾军人",
        "伤残军人", "革命伤残军人", "残废军人", "残疾退役军人", "伤残退役军人",
    )  # fmt: skip
    DIS_OFFICIAL = "DIS_OFFICIAL", "伤残国家机关工作人员", "伤残公务员"
    DIS_POLICE = "DIS_POLICE", "伤残人民警察", "伤残警察"
    DIS_MILITIA = (
        "DIS_MILITIA", "伤残民兵民工（预备役人员）", "伤残预备役人员", "伤残民兵",
    )  # fmt: skip
    DIS_OTHER = "DIS_OTHER", "其他因战因公伤残人员"
    RED = (
        "RED", "红军老战士/西路军/红军失散人员", "三红", "红军老战士", "西路军", "红军失散人员",
    )  # fmt: skip
    DEMOB_RURAL = (
        "DEMOB_RURAL", "在乡复员军人", "在乡老复员军人", "老复员军人", "在乡复员", "在乡复原军人",
    )  # fmt: skip
    ILL_RETURNED = (
        "ILL_RETURNED", "带病回乡退役军人", "带病回乡退伍军人", "带病回乡复员军人", "带病退伍",
        "带病回乡", "带病退伍军人",
    )  # fmt: skip
    WAR = "WAR", "参战退役军人", "参战", "参战退役人员", "参战人员", "参战军人"
    NUCLEAR = (
        "NUCLEAR", "参试退役军人（参加核试验）", "参核", "涉核", "参试", "原8023部队",
        "参核退役军人", "涉核退役军人", "8023部队", "参试人员",
    )  # fmt: skip
    URANIUM = "URANIUM", "铀矿开采军队退役人员", "铀矿开采退役人员"
    RURAL60 = (
        "RURAL60", "年满60周岁农村籍退役士兵", "60岁退役士兵", "60周岁以上农村籍退役士兵",
        "老义务兵", "60岁", "60周岁", "60周岁农村籍退役士兵", "农村籍退役士兵",
        "60岁农村籍退役士兵", "满60周岁农村籍退役士兵",
    )  # fmt: skip
    RETIRED_OFFICER = (
        "RETIRED_OFFICER", "军休干部（军队离休退休干部）", "军队离退休干部", "离休干部", "退休军官",
        "军队离休退休干部",
    )  # fmt: skip
    RETIRED_NCO = "RETIRED_NCO", "退休军士（退休士官）", "退休士官"
    TRANSFERRED = (
        "TRANSFERRED", "转业军官（计划分配军转干部）",
        "机关事业军转干部", "军转干部", "计划分配军转干部", "转业干部",
    )  # fmt: skip
    SELF_CHOICE = "SELF_CHOICE", "自主择业军转干部", "自主择业", "自主择业干部"
    MONTHLY_OFFICER = "MONTHLY_OFFICER", "逐月领取退役金退役军官", "逐月领取退役金的退役军官"
    ENTERPRISE = "ENTERPRISE", "企业军转干部", "企转"
    SELF_GOING = "SELF_GOING", "自愿自行就业军转干部"
    DEMOB_OFFICER = "DEMOB_OFFICER", "复员干部（复员军官）", "复员军官", "复原干部"
    CIVILIAN_CONV = "CIVILIAN_CONV", "现役干部转改文职人员"
    GOV_PLACED = (
        "GOV_PLACED", "政府安排工作退役士兵", "转业士官", "安置士官",
        "符合政府安排工作条件退役士兵", "安排工作", "政府安排工作",
    )  # fmt: skip
    SELF_EMPLOYED = "SELF_EMPLOYED", "自主就业退役士兵", "自主就业", "自主就业退役军人"
    SELF_SEEKING = "SELF_SEEKING", "自谋职业退役士兵", "自谋职业"
    FLEX = "FLEX", "灵活就业退役士兵", "灵活就业"
    MONTHLY_NCO = "MONTHLY_NCO", "逐月领取退役金退役军士", "逐月领取退役金的退役士兵"
    SUPPORTED = "SUPPORTED", "国家供养退役士兵", "国家供养"
    RETURN_PRODUCE = "RETURN_PRODUCE", "回乡生产退役士兵", "回乡务农", "回乡生产"
    NCO_DEMOB = (
        "NCO_DEMOB", "符合转业条件作复员安置的士官和志愿兵", "转业志愿兵",
    )  # fmt: skip
    DEMOB_SOLDIER = (
        "DEMOB_SOLDIER", "复员军人（非在乡）", "复员军人", "复原军人", "复员", "复原",
    )  # fmt: skip
    VET_UNSPEC = (
        "VET_UNSPEC", "退役军人（待核实类别）", "退伍军人", "退役士兵", "退役军人", "退伍", "退役",
        "退伍兵", "退伍战士",
    )  # fmt: skip
    FAM_CONSCRIPT = "FAM_CONSCRIPT", "义务兵家属", "义务兵家庭"
    FAM_SERVICE = (
        "FAM_SERVICE", "现役军人家属（军官、军士）", "军属", "现役军属", "现役军人家庭",
        "军嫂", "现役军人配偶", "军人配偶", "现役军人父母",
    )  # fmt: skip
    FAM_BORDER = "FAM_BORDER", "边海防官兵家属", "边海防官兵家庭", "边海防"
    SERVING = "SERVING", "现役军人", "现役"
    NOMIL_RETIREE = "NOMIL_RETIREE", "军队无军籍离退休退职职工", "无军籍职工"
    OTHER = "OTHER", "其他", "其它"


CATEGORY = CodeList.of(
    "category",
    Category,
    asks={
        "两参": ("WAR", "NUCLEAR"),
        "两参人员": ("WAR", "NUCLEAR"),
        "两参退役军人": ("WAR", "NUCLEAR"),
        "参战参核": ("WAR", "NUCLEAR"),
        "参战涉核人员": ("WAR", "NUCLEAR"),
        "参战参试": ("WAR", "NUCLEAR"),
        "企业退休两参人员": ("WAR", "NUCLEAR"),
        "三属": ("SURV_MARTYR", "SURV_DUTY", "SURV_ILL"),
        "逐月领取退役金": ("MONTHLY_NCO", "MONTHLY_OFFICER"),
        "逐月": ("MONTHLY_NCO", "MONTHLY_OFFICER"),
        "遗属": ("SURV_MARTYR", "SURV_DUTY", "SURV_ILL"),
        "转业": ("TRANSFERRED", "GOV_PLACED"),
        "优抚对象": ("VET_UNSPEC",),
    },
)
