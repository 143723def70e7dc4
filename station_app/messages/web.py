"""Sentences of the district's pages and of the commands about its officers."""

SENTENCES = {
    "web.officer_name": "姓名要有 1 到 {longest} 个字。没有添加。请写上再试。",
    "web.officer_exists": "已经有叫“{name}”的人员了，没有再添加。要新密码，请用 officer reset。",
    "web.officer_town": (
        "“{code}”不是镇街的区划代码，应是 9 位，或者后 3 位是 0 的 12 位。没有改动。"
    ),
    "web.no_such_officer": "没有叫“{name}”的人员。没有改动。请核对姓名。",
    "web.password_length": "密码要有 {shortest} 到 {longest} 个字符。没有改动。请换一个长一点的。",
    "web.password_has_name": "密码里不要有自己的姓名。没有改动。请换一个。",
    "web.password_plain": "这个密码太容易猜到。没有改动。请换一个，比如几个不相干的词连在一起。",
    "web.wrong_old_password": "原来的密码不对。没有改动。请再输一遍。",
    "web.passwords_differ": "两遍新密码不一样。没有改动。请再输一遍。",
    "web.password_same": "新密码和原来的一样。没有改动。请换一个。",
    "web.wrong_log_in": "姓名或密码不对，没有登录。请核对大小写，再输一遍。",
    "web.too_many_guesses": (
        "试的次数太多了，没有登录。请等 {minutes} 分钟再试，或者请管理员重设密码。"
    ),
    "web.no_station_chosen": "没有选服务站，没有发。请选上要发的站，或者选“所有服务站”。",
    "web.no_first_day": "要写上从哪天开始执行。没有存。请填上再试。",
    "web.bad_year": "年度要写四位数字，如 2026。没有存。请核对。",
    "web.stale_form": "这一页放得太久了，刚才填的没有保存。请重新打开这一页再填。",
    "web.forbidden": "这一页不在您的查看范围内。没有改动。需要看的话，请找区县管理员。",
    "web.not_found": "没有找到这一页，也许地址写错了，也许它已经撤下。请从目录再进。",
    "web.wrong_method": "这一页不这样打开。没有改动。请从目录再进。",
    "web.too_large": "文件太大了，没有收下。请分几次上传。",
    "web.unreadable_form": "这一页送来的内容读不出来，没有改动。请重新打开这一页再填。",
}
