"""Sentences of printing and of files to print."""

SENTENCES = {
    "printing.no_font": (
        "程序自带的字体不见了（{folder}），表格没有生成，资料没有动。请重新安装程序后再打印。"
    ),
    "printing.font_unreadable": (
        "字体文件 {file} 打不开，表格没有生成，资料没有动。请重新安装程序后再打印。"
    ),
    "printing.pdf_unreadable": (
        "这个 PDF 文件打不开，没有预览，原文件没有动。请重新生成表格后再看。"
    ),
    "printing.form_unknown": (
        "没有叫“{name}”的表格，什么都没有生成。可以打印的表格见 station-app form --help。"
    ),
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
    "plaque-register": "光荣牌悬挂登记表",
    "plaque-roster": "光荣牌悬挂花名册",
    "route-sheet": "走访路书",
    "visit": "走访慰问登记表",
    "visit-roster": "走访慰问登记花名册",
    "payment-roster": "慰问金发放花名册",
    "certification-roster": "生存认证登记表",
    "overdue-list": "未认证（逾期）名单",
    "person-roster": "服务对象花名册",
    "person-file": "一人一档",
    "privacy-notice": "个人信息登记告知书",
    "today-list": "今日清单",
}
"""What each form of the catalogue is called, on screens and in help."""
