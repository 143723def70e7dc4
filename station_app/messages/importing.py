"""Sentences about files that are read or given back: what happened, what was kept, what to do."""

SENTENCES = {
    "import.missing_file": "找不到“{file}”。数据没有动。请看看文件是不是改了名，或者优盘拔掉了。",
    "import.locked": ("打不开“{file}”，可能 WPS 或 Excel 正开着它。数据没有动。请关掉它再试。"),
    "import.empty_file": "“{file}”里没有内容。数据没有动。请确认存好了表格再导入。",
    "import.password": (
        "“{file}”加了打开密码，读不出来。数据没有动。"
        "请用 WPS 打开它，取消密码后另存为 .xlsx，再导入。"
    ),
    "import.html": (
        "“{file}”名字像表格，里面其实是网页。数据没有动。请用 WPS 打开它，另存为 .xlsx，再导入。"
    ),
    "import.wps_format": (
        "“{file}”是 WPS 自己的格式。数据没有动。请用 WPS 打开它，另存为 .xlsx，再导入。"
    ),
    "import.damaged": (
        "“{file}”读不完整，文件可能坏了。数据没有动。"
        "请用 WPS 打开看看能不能修复，另存为 .xlsx，或者请对方重新发一份。"
    ),
    "import.unknown_format": (
        "“{file}”不是表格。数据没有动。可以导入 .xlsx、.xls 和 .csv，请另存成其中一种。"
    ),
    "import.encoding": (
        "“{file}”里的文字认不出编码。数据没有动。请用 WPS 打开它，另存为 .xlsx，再导入。"
    ),
    "import.too_large": (
        "“{file}”太大，或者很远的地方还有格子。数据没有动。"
        "请只留有用的行和列，另存为新的 .xlsx，再导入。"
    ),
    "import.no_table": (
        "在“{file}”里没有找到表头。数据没有动。"
        "请确认前 15 行里有“姓名、身份证号、电话”这样的一行，或者自己指定每一列。"
    ),
    "import.columns_missing": (
        "“{file}”里没有找到“{columns}”这一列。数据没有动。请自己指定每一列，或者在表头补上。"
    ),
    "import.same_file": ("“{file}”就是要导入的那个文件，盖掉它会丢掉原样。请换个名字另存。"),
    "import.target_locked": (
        "没能写到“{file}”，可能 WPS 正开着它，或者磁盘满了。数据没有丢。"
        "请关掉它再试，或者换个名字另存。"
    ),
    "row.formula": "这一格是算错的公式（{text}）。请在表里改好，或者直接填内容。",
    "row.kept_as_note": "“{text}”不在可选的项目里，已写进备注，没有丢。",
    "row.name_missing": "没有姓名，不知道是谁。请补上姓名。",
    "row.id_missing": "没有身份证号。人先按待核实存下，请补采号码。",
    "row.id_several": "一格里有几个身份证号，可能是几个人写在一行。请分开，或者只留一个。",
    "row.numeric_fifteen": "表格把身份证号存成了数字，换算成 {read}。请对照证件，确认后才存。",
    "row.maybe_numeric": "号码末三位是 000，可能是表格改坏的。请对照证件，确认 {read} 对不对。",
    "row.sheet_status": "这张工作表的名字像是“{text}”，要不要按{text}登记？",
    "row.note_status": (
        "备注里写着“{text}”。人还在册，就按这样导入；不在了，请跳过这一行，或者导入后登记去世、迁出。"
    ),
    "row.status": "表里写着{text}，要不要按{text}登记？",
    "row.money_not_here": "金额没有导入。发过的钱请用慰问台账导入，这样才会进月报。",
    "row.category_ambiguous": "“{text}”说不准是哪一类，请选一个。",
    "row.category_unknown": "“{text}”不在类别表里，先记作待核实类别，原文留着。",
    "row.category_legacy": "“{text}”是老等级，原文留着，请对照证件换成新等级。",
    "row.category_grade": "因病致残只有一级到六级，请核对性质和等级。",
    "row.birth_from_id": "出生日期没看懂，已用身份证号里的 {read}。",
    "row.before_birth": "{read} 比出生日期还早，请核对。",
    "row.service_backwards": "退役时间 {read} 比入伍时间还早，请核对。",
    "row.too_young": "入伍时才 {age} 岁，请核对入伍时间和出生日期。",
    "row.hidden": "这一行在表里是隐藏的，也读进来了。",
    "row.no_person": "没有姓名也没有身份证号，不是人员，跳过。",
    "row.total": "合计行，不是人员，跳过。",
    "row.foot": "落款或说明，不是人员，跳过。",
    "row.skipped_by_choice": "您选了跳过这一行。",
    "row.already_in": "这一行上次已经导入，没有再动。",
    "row.duplicate": "这个身份证号在表里出现过，并到前面那一行。",
    "row.twice_in_file": "表里还有同名同出生的人，可能是同一个人。请核对身份证号。",
    "row.same_person": "库里有 {count} 位{name}可能是同一个人，请看出生年月和小组。",
    "row.gone_here": "库里的{name}已登记为{text}。没有改动，请核对。",
    "row.register_there": "表里说{text}。请到这个人的页面登记{text}，待遇等会一起处理。",
    "row.differs": "“{label}”库里是“{ours}”，表里是“{theirs}”，请选一个。",
    "row.other_account": "库里账号尾号 {tail}，表里尾号 {new}。换账号请到这个人的页面办。",
    "row.filled": "补上 {count} 项：{labels}。",
    "row.total_differs": "合计写的是 {stated} 元，各行相加是 {own} 元，请核对。",
    "row.count_differs": "合计写的是 {stated} 人，读到的是 {own} 人，请核对。",
    "import.run_missing": "没有第 {number} 次导入。数据没有动。请在导入记录里核对编号。",
    "import.run_undone": "“{file}”这次导入已经撤销过了，没有再动。",
    "import.row_settled": "这一行已经处理过了，没有再动。",
    "row.watched_person": "重点对象只记人数和金额，不记姓名。请删去姓名和证号再导入，这行没存。",
    "row.nobody": "没有写对象，也没有写人数。请补上其中一项。",
    "row.nobody_counted": "人数是 0，请核对。",
    "row.name_and_count": "写了一个人的姓名，人数却是 {count}。请分成几行，或者删去姓名只记人数。",
    "row.visit_kind": "没有写走访类型，先记作其他。",
    "row.method_missing": "没有写走访方式，说不准算走访还是电话联系，请选一个。",
    "row.visit_method": "没有写走访方式。",
    "row.meeting_without_names": "座谈会没有名单，不计走访人次，这一行没有导入。请按名单逐人填写。",
    "row.occasion": "没有写是哪个节日，先记作日常。",
    "row.funding": "没有写资金来源，先记作其他。",
    "row.pay_form": "没有写发放方式，有金额的记作现金，只有物资的记作物资。",
    "row.not_received": "没有领到，不算发放，跳过。",
    "row.cert_result": "没有写认证结果，先记作通过。",
    "row.entitled": "没有写待遇状态，先记作享受待遇。",
    "row.start_missing": "没有写起始月份，也没有批准日期。请补上其中一项。",
    "row.start_from_approval": "没有写起始月份，按批准的那个月起算。",
    "row.pay_item": "没有写发放项目，先记作基本。",
    "row.month_from_payment": "没有写所属月份，按发放日期的月份记。",
    "row.amount_missing": "没有写金额，请补上。",
    "row.date_missing": "没有写日期，不知道算在哪个月。请补上。",
    "row.year": "“{text}”不是年份，请写四位数字，例如 2026。",
    "row.choice_missing": "这一格空着，请从列表里选一个。",
    "row.recorded": "这一笔已经登记过，没有再记。",
    "row.unknown_person": "库里没有{name}。请先建档，或者选库里的一个人。",
    "row.other_name": "这个身份证号在库里是{ours}，表里写的是{theirs}，请核对。",
    "row.by_name": "只写了姓名，库里有 {count} 位{name}可能是。请选一位。",
    "row.by_birth": "按姓名和出生日期找到{name}。",
    "row.after_death": "{death} 已去世，日期比去世还晚，请核对。",
    "row.visited_twice": "{name}同一天同一类走访写了两次，请确认。",
    "row.reversed_before": "这一笔以前登记过，后来冲正了。要按这一行再记一次吗？",
    "row.agent_missing": "代理认证没有写代理人，照表存下了；请补上代理人和健在证明。",
    "row.paid_twice": "{name}这次{occasion}已经领过同一来源的慰问。要再记一笔吗？",
    "row.paid_twice_in": "{name}这次{occasion}已经领过同一来源的慰问（{batch}）。要再记一笔吗？",
    "row.certified_past_year": (
        "表里写的是 {year} 年度，可 {day} 已经在下一年度的认证期里。请核对年度和日期。"
    ),
    "row.certified_twice": "{name} {year} 年度已经认证通过。要再记一次吗？",
    "row.entitled_already": "{name}已有{kind}，从 {start} 起。请核对，要改请到这个人的页面办。",
    "row.paid_after_death": "{death} 已去世，这是去世以后发的，会列进多发名单。",
    "row.unknown_household": "没有找到这一户。请写上身份证号或户编号。",
    "row.no_plaque": "这一户没有登记过光荣牌，不能办这一项。请先登记悬挂。",
}
