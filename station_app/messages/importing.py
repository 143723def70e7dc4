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
    "import.target_locked": (
        "没能写到“{file}”，可能 WPS 正开着它，或者磁盘满了。数据没有丢。"
        "请关掉它再试，或者换个名字另存。"
    ),
}
