"""Sentences of reporting to the district: enrolment, the line, what was refused and why."""

SENTENCES = {
    "syncing.unreachable": "现在连不上区县。这台电脑上的内容都在，不影响使用。有网时会接着上报。",
    "syncing.timed_out": (
        "区县太久没有回话，不知道收到没有。内容都在这台电脑上，下次会接着报，不会重复。"
    ),
    "syncing.not_the_server": (
        "这个地址上现在不是区县的上报。没有上报，内容都在，不影响使用。请与区县核对地址。"
    ),
    "syncing.portal": (
        "这个网络多半要先登录，上报没有出去。内容都在，不影响使用。请打开浏览器登录网络，连通后会自动接着报。"
    ),
    "syncing.intercepted": (
        "中间有东西挡着，对面不能证明自己是区县，所以什么都没有发。内容都在，不影响使用。"
        "如果网络要登录，请先登录；还不行就请问管网络的人。"
    ),
    "syncing.certificate_expired": (
        "区县网站的证书过期了，或者这台电脑的日期不对，所以没有上报。内容都在，不影响使用。"
        "请先核对这台电脑的日期；日期没错就告诉区县。"
    ),
    "syncing.certificate_early": (
        "区县网站的证书还没有生效，多半是这台电脑的日期不对，所以没有上报。内容都在，不影响使用。"
        "请核对这台电脑的日期。"
    ),
    "syncing.proxy_password": (
        "上网要经过的代理不认这台电脑的账号，没有上报。内容都在，不影响使用。请问管网络的人。"
    ),
    "syncing.proxy": (
        "上网要经过的代理没有接通区县，没有上报。内容都在，不影响使用。过一会儿会再试。"
    ),
    "syncing.busy": "区县正忙，请这台电脑过一会儿再报。内容都在，不影响使用，到时会自动接着报。",
    "syncing.stumbled": (
        "上报到一半停下了，是程序自己的毛病。内容都在，不影响使用，过一会儿会自动再报。"
        "一直这样就请把日志文件夹交给维护的人。"
    ),
    "syncing.already_running": "这台电脑正在上报，不用再点。内容都在，报完会说。",
    "syncing.server_trouble": "区县那边一时出了毛病。这台电脑上的内容都在，过一会儿会接着上报。",
    "syncing.needs_tls": (
        "这个地址不以 https 开头，路上会被人看见，没有发送任何内容。请向区县要新地址。"
    ),
    "syncing.bad_address": "“{address}”不像一个网址。没有发送任何内容。请照区县给的地址再写一遍。",
    "syncing.not_enrolled": "本站还没有登记到区县，内容都在这台电脑上。请先用区县给的登记码登记。",
    "syncing.enrolled_elsewhere": (
        "本站已经登记到“{address}”。没有改动。要换区县的服务器，请先与区县联系。"
    ),
    "syncing.unknown_code": "登记码不对。没有登记上，内容都在。请照区县给的再核对一遍。",
    "syncing.used_code": "这个登记码已经用过了，一个码只能登记一台电脑。请向区县再要一个。",
    "syncing.expired_code": "这个登记码过期了。没有登记上，内容都在。请向区县再要一个。",
    "syncing.other_station": (
        "这个登记码是“{name}”的，和本站的区划代码对不上。没有登记。请向区县要本站的码。"
    ),
    "syncing.unknown_token": "区县不认识这台电脑。内容都在，没有上报。请向区县要登记码，重新登记。",
    "syncing.revoked": (
        "区县停用了这台电脑的上报。内容都在这台电脑上。请与区县联系；"
        "要接着报，请要一个登记码，在“上报”页的“设置”里重新登记。"
    ),
    "syncing.other_server": "这个地址现在是另一台服务器。没有上报，内容都在。请与区县核对地址。",
    "syncing.other_device": "这台电脑的登记和区县记的对不上。没有上报，内容都在。请重新登记。",
    "syncing.copied_file": "这份资料是从备份或别的电脑拷来的。内容都在，会重新核对后接着上报。",
    "syncing.server_is_older": "区县的资料退回到了以前。本站的内容都在，会重新报一遍，不会重复。",
    "syncing.protocol": (
        "区县和这台电脑的版本相差太远（{theirs} 和 {ours}）。没有上报，内容都在。请更新版本。"
    ),
    "syncing.damaged_body": "内容在路上损坏了，没有收下。这台电脑上的都在，会再报一次。",
    "syncing.too_large": "一次报的内容太大，没有收下。这台电脑上的都在。请与区县联系。",
    "syncing.too_slow": "网络太慢，区县没有等到全部内容。这台电脑上的都在，会接着报。",
    "syncing.unknown_type": (
        "区县的版本还不认识这一种记录，没有收下。记录在这台电脑上，区县更新后会再报。"
    ),
    "syncing.down_only": "这一种记录只由区县下发，区县没有收下本站的改动。区县的内容没有变。",
    "syncing.foreign_row": "这一条属于别的服务站，区县没有收下。请与区县联系。",
    "syncing.incomplete_row": "这一条缺了必填的内容，区县没有收下。请打开补上，会再报。",
    "syncing.bad_value": "这一条里有区县存不下的内容，没有收下。请打开核对，改好后会再报。",
    "syncing.no_such_row": (
        "区县没有这一条的原记录，没有收下这次改动。改动在这台电脑上。请与区县联系。"
    ),
    "syncing.fact_is_final": (
        "已经算数的记录不能改，只能冲正。区县没有收下这次改动。请用“更正”重做。"
    ),
    "syncing.sent_again": "与区县核对时发现区县少了这一条或这一处，下次上报会补上。内容都在。",
    "syncing.no_seal_key": "这一项只有本站能看，要用本站的找回词打开。它在这台电脑上，还没有上报。",
    "syncing.words_needed": (
        "只有本站能看的内容还封着，这台电脑上写的也先不报。请用本站第一台电脑的找回词打开。"
    ),
    "syncing.sealed_value": "封着，要用找回词打开",
    "syncing.no_envelope": "区县还没有存本站的找回词封套。没有改动。请先让本站第一台电脑上报一次。",
    "syncing.conflict_unknown": (
        "这是更新的版本里才有的内容，这台电脑更新后再定。两个值都留着，不会丢。"
    ),
    "syncing.conflict_missing": "这条记录还没有收到，收到后再定。两个值都留着，不会丢。",
    "syncing.conflict_retired": "这条记录已经撤回，定下的值留在撤回的记录上。",
    "syncing.conflict_merged": "这份档案已经并入另一份，定下的值留在原来的档案上。",
    "syncing.nameless": "没有名字的记录",
    "syncing.conflict_gone": "这一处已经决定过了。没有改动。请看最新的内容。",
    "syncing.light_done": "全部上报，{at.month}月{at.day}日 {at:%H:%M}",
    "syncing.light_waiting": "待上报 {count} 条",
    "syncing.light_questions": "需要您决定 {count} 条",
    "syncing.light_refused": "有 {count} 条区县没有收下，请看原因",
    "syncing.light_apart": "有 {count} 处和区县不一样，内容两边都留着，请告诉区县",
    "syncing.light_offline": "未连接，不影响使用",
    "syncing.light_not_enrolled": "还没有登记到区县，不影响使用",
    "syncing.light_photos": "{count} 张照片还没有报完",
    "syncing.light_carried": "U盘带走 {count} 条，等回执",
    "syncing.light_busy": "区县正忙，过一会儿自动再报",
    "syncing.light_stopped": "上报停着，请看原因",
    "syncing.clock_slow": "这台电脑的时钟慢了约 {amount}。不影响数据，请校准电脑的时间。",
    "syncing.clock_fast": "这台电脑的时钟快了约 {amount}。不影响数据，请校准电脑的时间。",
}

_SPANS = ((365 * 86_400, "年"), (86_400, "天"), (3_600, "小时"), (60, "分钟"))


def span_words(seconds: int) -> str:
    """A span of time as people say it: one figure, one unit."""
    for unit, word in _SPANS:
        if seconds >= unit:
            return f"{round(seconds / unit)} {word}"
    return f"{seconds} 秒"
