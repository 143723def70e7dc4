"""Sentences of the district server and of its commands."""

SENTENCES = {
    "district.not_initialised": "这个数据库还没有准备好。没有改动。请先运行 district-server init。",
    "district.older_schema": (
        "数据库的表比这个程序旧，没有启动，资料没有动。请先运行 district-server upgrade。"
    ),
    "district.newer_schema": (
        "数据库的表比这个程序新，没有启动，资料没有动。请换成新版本的程序再启动。"
    ),
    "district.bad_setting": "设置“{name}”的值不对，没有启动。应是 {wanted}。请改好再试。",
    "district.unknown_setting": "没有叫“{name}”的设置，没有启动。请核对名字，改好再试。",
    "district.setting_twice": (
        "设置“{name}”既直接写了，又写了文件，没有启动。请只留一处，再试一次。"
    ),
    "district.setting_file": "设置“{name}”说的文件读不出来，没有启动。请核对路径和权限。",
    "district.bad_district_name": (
        "区县的代号“{name}”不能用，没有改动。代号用小写字母开头，后面是小写字母、数字或下划线。"
    ),
    "district.which_district": (
        "这台服务器有几个区县：{names}。没有改动。请用 --district 写明是哪一个。"
    ),
    "district.bad_division_code": "区划代码“{code}”不对，应是 12 位数字。没有添加。请核对。",
    "district.no_name": "服务站要有名称。没有添加。请写上名称再试。",
    "district.station_exists": (
        "区划代码“{code}”的服务站已经有了，没有再添加。要新的登记码，请用 station code。"
    ),
    "district.no_such_station": "没有区划代码是“{code}”的服务站。请核对，或者先添加。",
    "district.database_unreachable": "数据库连不上。没有改动。请看数据库是否在运行，再试一次。",
    "district.busy": "区县的数据库一时忙不过来，这一次没有收下。请过一会儿再试。",
    "district.slow_down": "问得太勤了，这一次没有收下，内容都在。请过 {seconds} 秒再试。",
    "district.full": "区县这会儿人多，这一次没有收下，内容都在。请过 {seconds} 秒再试。",
    "district.stopping": "区县的服务器正在重启，这一次没有收下，内容都在。请过 {seconds} 秒再试。",
    "district.not_ready": "区县的服务器还没有准备好。请过一会儿再试。",
    "district.no_metrics": "没有这个地址。",
    "district.not_found": "没有这个地址。",
    "district.wrong_method": "这个地址不这样用。",
    "district.bug": "区县的程序出了问题，这一次没有收下，原来的都在。请把时间告诉管理服务器的人。",
    "district.workers_die": (
        "服务进程一启动就退出，已经停下，资料没有动。请看日志里最后的原因，改好再启动。"
    ),
    "district.port_taken": "端口 {port} 已被占用，没有启动。请换一个端口。",
    "district.month_not_handed_in": (
        "{month} 的月报还没有报出来，或者已经退回，没有改动。请先请站里报出，再来审定。"
    ),
    "district.month_locked": "{month} 的月报已经锁定，没有改动。要改，请写明原因退回。",
    "district.month_no_reason": "退回要写原因，站里会看到。没有退回。请写上原因再试。",
    "district.month_long_reason": "原因太长，没有退回。请缩短到 {most} 个字以内再试。",
    "district.month_unreadable": "“{text}”不是月份，没有改动。请写成 2022-09 这样。",
    "district.file_not_written": "文件“{file}”写不进去，没有写。请换一个文件夹，再试一次。",
    "district.number_unreadable": (
        "编号“{number}”不对，可能少了一位或者看错一位。没有改动。请对着纸上再输一次，或者扫一下二维码。"
    ),
    "district.number_unknown": (
        "这里没有编号 {number} 的汇总。没有改动。站里做的表请到做它的那台电脑上找；"
        "别的镇街、全区的汇总请问做它的人。"
    ),
    "district.nothing_handed_in": (
        "{period} 还没有一个站报出月报，没有存下汇总。请等站里报出，再来存。"
    ),
}
