"""Sentences of printing and of files to print."""

SENTENCES = {
    "printing.no_font": (
        "程序自带的字体不见了（{folder}），表格没有生成，资料没有动。请重新安装程序后再打印。"
    ),
    "printing.font_unreadable": (
        "字体文件 {file} 打不开，表格没有生成，资料没有动。请重新安装程序后再打印。"
    ),
    "printing.printer_silent": (
        "打印机“{printer}”没有回应，一页也没有打。请看看打印机开了没有、线插好没有，再打一次；"
        "也可以先存成 PDF。"
    ),
    "printing.pdf_unreadable": (
        "这个 PDF 文件打不开，没有预览，原文件没有动。请重新生成表格后再看。"
    ),
    "printing.form_unknown": (
        "没有叫“{name}”的表格，什么都没有生成。可以打印的表格见 station-app form --help。"
    ),
    "printing.no_blank": ("这张表只有数字，没有空表，文件没有生成。请选一个期间，打印有数的表。"),
    "printing.not_for_posting": (
        "这张表有身份、联系方式或走访内容，不能出公示版，文件没有生成。"
        "要张贴请用慰问金花名册或光荣牌花名册；内部使用请选完整版或遮盖版。"
    ),
    "printing.nothing_found": (
        "按这个条件没有找到要打印的内容，文件没有生成。请换一个期间或对象，或者打印空表。"
    ),
    "printing.person_unknown": (
        "资料里没有身份证号或档案编号是 {number} 的人，文件没有生成。请核对号码后再打印。"
    ),
    "printing.batch_missing": (
        "慰问金花名册按批次打印，还没有选批次，文件没有生成。请写上批次名称，或者选一个期间。"
    ),
    "printing.batch_unknown": (
        "没有名称是“{name}”的慰问批次，文件没有生成。请在“慰问”页看清批次名称后再打印。"
    ),
    "printing.batch_twice": (
        "名称是“{name}”的慰问批次有 {count} 个，文件没有生成。请先把名称改得不一样，再打印。"
    ),
}

FORM_LABELS = {
    "registration-sheet": "建档立卡表",
    "person-file": "一人一档",
    "person-roster": "服务对象花名册",
    "privacy-notice": "个人信息登记告知书",
    "visit": "走访慰问登记表",
    "visit-roster": "走访慰问登记花名册",
    "route-sheet": "走访路书",
    "today-list": "今日清单",
    "payment-roster": "慰问金发放花名册",
    "goods-roster": "慰问物资发放花名册",
    "pension-roster": "定期抚恤补助发放表",
    "certification-roster": "生存认证登记表",
    "overdue-list": "未认证（逾期）名单",
    "meeting-sheet": "集中认证签到表",
    "certification-photos": "认证照片页",
    "plaque-register": "光荣牌悬挂登记表",
    "plaque-roster": "光荣牌悬挂花名册",
    "plaque-receipts": "光荣牌发放签收单",
    "month-report": "月度工作统计表",
    "annual-tables": "年度工作总结数据附表",
}
"""What each form of the catalogue is called, on screens and in help."""

FORM_USES = {
    "registration-sheet": "一人一张，贴照片、本人签字、村（社区）盖章，建档时用。",
    "person-file": "一人一册：封面目录、建档立卡表、往来记录和照片，移交和检查时用。",
    "person-roster": "全站服务对象的名册，按村民小组排列。",
    "privacy-notice": "告诉本人留了哪些信息、为什么留，建档时当面交给他。",
    "visit": "一次走访一张，记家庭情况、诉求和慰问，双方签字。",
    "visit-roster": "一段时间里走访过的人，一行一人次，带慰问金和物资。",
    "route-sheet": "今天去哪几家，按路线排好，带着上门填。",
    "today-list": "今天要办的事，办一件勾一件。",
    "payment-roster": "一批慰问金的签领表：本页小计、合计、大写金额，本人签字。",
    "goods-roster": "一批慰问物资的签领表：物品、数量、折款，本人签字。",
    "pension-roster": "一年十二个月的抚恤补助，一人一类一行，来自县里发放清单。",
    "certification-roster": "一个认证年度应认证的人，方式、日期、结果，本人签字。",
    "overdue-list": "过了期限还没认证的人，报县里研究时用。",
    "meeting-sheet": "集中认证那天的签到表，看原件、签字、按指印。",
    "certification-photos": "一个认证年度里拍的照片，一页六张，写着是谁、哪天、谁认的。",
    "plaque-register": "一户一张光荣牌登记卡，家庭签字，村（社区）和镇（街道）盖章。",
    "plaque-roster": "全站光荣牌的名册，一户一行。",
    "plaque-receipts": "发放光荣牌时的签收单，发放人和监督人签字。",
    "month-report": "月报的纸质表，本月、上月、累计和上年同期。",
    "annual-tables": "全年指标和上年对比、春节八一慰问、认证方式，附在年度总结后面。",
}
"""What each form is for, in one sentence."""

FAMILY_LABELS = {
    "PEOPLE": "人员档案",
    "VISITS": "走访",
    "MONEY": "慰问和抚恤",
    "CERTIFICATION": "认证",
    "PLAQUES": "光荣牌",
    "FIGURES": "月报和总结",
}
"""What the parts of the catalogue are called."""
