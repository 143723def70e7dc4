"""What the command line says: help of each command, and the lines it prints when it is done."""

from station_app.messages import written

HELP = {
    "program": "退役军人服务站：窗口和命令行是同一套资料、同一套规则。",
    "data": "资料所在的文件夹（不写就用这台电脑上的默认位置）",
    "demo": "建一个示例站并打开（人都是虚构的）",
    "demo.people": "示例站的人数",
    "demo.years": "示例站有几年的记录",
    "demo.no_window": "只建资料，不开窗口",
    "demo.picture": "没有屏幕时，把窗口画到这个 PNG 文件",
    "init": "建站：在空文件夹里建一份新的加密资料",
    "init.code": "12 位区划代码",
    "init.name": "服务站全称",
    "init.operator": "第一个使用的人的姓名",
    "import": "导入花名册或台账",
    "import.roster": "导入花名册",
    "import.ledger": "导入台账",
    "import.ledger.kind": (
        "台账种类：visits 走访、payments 慰问金、certifications 认证、"
        "plaques 光荣牌、entitlements 定期抚恤补助"
    ),
    "import.file": "Excel 或 CSV 文件",
    "import.dry_run": "只预览，不存",
    "import.report": "把逐行结果写成 JSON",
    "import.errors": "退回一份标红的工作簿",
    "undo_import": "把一次导入整个撤回",
    "undo_import.id": "导入编号（导入时打印出来的）",
    "people": "列出人员",
    "search": "按姓名、拼音、证号、电话、地址找人",
    "search.text": "要找的字",
    "format": "输出格式",
    "tally": "统计表",
    "tally.period": "期间：2022-10、2022-Q4、2022 或 2022-01..2022-10",
    "tally.out": "写成 Excel",
    "tally.json": "写成 JSON",
    "form": "打印表格到 PDF",
    "form.kind": "表格种类",
    "form.out": "PDF 文件",
    "form.person": "身份证号或档案编号，可写多次；写 - 则从标准输入逐行读",
    "form.batch": "慰问批次名称",
    "form.period": "期间",
    "form.all": "全部",
    "form.blank": "空表",
    "form.masked": "遮盖证号、电话",
    "form.bound": "左边多留 10 毫米，好装订",
    "enroll": "凭登记码接入区县",
    "enroll.server": "区县服务器地址",
    "enroll.code": "区县发的一次性登记码",
    "operator": "使用人",
    "operator.add": "加一个人",
    "operator.password": "换密码",
    "operator.disable": "停用",
    "operator.name": "姓名",
    "sync": "和区县对一次资料",
    "bundle": "没有网时，用U盘和区县对资料",
    "stick.export": "把还没有回执的内容导出成一个上报文件（加密、签名）",
    "stick.import": "取回区县给的回执",
    "stick.join": "用区县给的登记文件登记（从来没有网的站）",
    "stick.file": "U盘上的文件",
    "backup": "备份到一个文件",
    "backup.file": "备份文件",
    "restore": "从备份恢复",
    "check": "体检：资料是否完好",
    "check.district": "也和区县逐条核对；差的补上，说不清的问您",
}
SAYINGS = {
    "init.done": "已建站：{name}。资料在 {folder}。",
    "init.words": "找回词（只显示这一次，请抄在纸上，和公章放在一处）：",
    "operator.added": "已加上{name}。",
    "operator.password": "{name}的密码已换。",
    "operator.disabled": "{name}已停用，以后不能再进来。",
    "backup.done": "已备份到 {file}。",
    "restore.done": "已恢复到 {made_at} 的样子。",
    "restore.kept": "原来的资料收在 {folder}。",
    "import.counts": (
        "读到 {rows_read} 行：新增 {new}，并入 {merged}，没有变化 {unchanged}，"
        "待您决定 {doubtful}，跳过 {skipped}，没有收 {refused}。"
    ),
    "import.id": "导入编号 {id}；要整个撤回：undo-import {id}",
    "import.dry_run": "这是预览，什么都没有存。",
    "import.doubtful": "有 {count} 行拿不准，先放在一边，等您在窗口里决定。",
    "undo.done": "已撤回 {count} 条。",
    "undo.kept": "{count} 条后来改过，留着没动。",
    "tally.written": "已写到 {file}。",
    "form.written": "已写到 {file}，共 {pages} 页。",
    "form.without_number": (
        "窗口开着，或者文件夹写不进，这份没有编号，凭编号找不回。要编号，请在窗口里打印、导出，"
        "或者关了窗口再来一次。"
    ),
    "enroll.done": "已接入：{server}。这台电脑的编号字母是 {letter}。",
    "enroll.private": (
        "本站的健康、政治面貌、走访详情等内容是封着的。在窗口的“上报”页填本站的找回词，就能看到。"
    ),
    "stick.exported": (
        "已导出 {count} 条到 {file}。请带给区县，把回执带回来；没有回执以前，内容照样都在。"
    ),
    "stick.imported": (
        "已取回回执：区县收下 {sent} 条，带回 {received} 条，没有收下 {refused} 条。{sentence}"
    ),
    "stick.joined": "已收下“{name}”的登记文件。请接着导出第一份上报文件，带给区县。",
    "sync.done": "上报 {sent} 条，收到 {received} 条。{sentence}",
    "check.whole": "资料完好，共 {records} 条记录。",
    "check.same": "和区县核对过：{records} 条记录，两边一样。",
    "check.repaired": "有 {count} 处不一样，已经按留下的痕迹补齐；说不清的列在“待决定”里。",
    "check.apart": "已经算数的记录两边不一样，内容都留着，请告诉区县：{kind} {field} {record}",
    "demo.ready": "示例站已建好：{people} 人，{years} 年的记录，在 {folder}。",
    "demo.password": "示例站的使用人是{operator}，密码是 {password}",
    "demo.picture": "这里没有屏幕，窗口的样子画在 {file}。",
    "demo.open": "有屏幕的电脑上，用这一行打开：{command}",
    "password.ask": "密码：",
    "password.new": "新密码：",
}
SENTENCES = {
    "cli.password_missing": (
        "没有给密码。什么都没有做。请设 STATION_APP_PASSWORD，或者在终端里运行。"
    ),
    "cli.new_password_missing": (
        "没有给新密码。什么都没有做。请设 STATION_APP_NEW_PASSWORD，或者在终端里运行。"
    ),
    "cli.faults": "查出 {count} 样要看的事，都列在上面了。资料没有动。请照着逐样处理。",
    "cli.file_missing": "找不到“{name}”。什么都没有做。请看看文件名和文件夹。",
    "cli.file_not_written": (
        "没能写到“{name}”，可能正被打开着。资料没有动。请关掉它再试，或换个名字。"
    ),
    "cli.bug": "程序出了意外，已记下来。没有存的这一步请重做；以前的资料没有动。",
}


def help_text(key: str) -> str:
    """The help of a command or option."""
    return HELP[key]


def say(key: str, **values: object) -> str:
    """A line of the command line, its values filled in."""
    return SAYINGS[key].format_map(written(values))
