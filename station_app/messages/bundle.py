"""Sentences of reporting by stick: files that are damaged, for somebody else, or late."""

SENTENCES = {
    "bundle.no_bundle": (
        "这不是上报用的文件。没有收下任何内容。"
        "请选服务站带来的 .vsbundle 文件，或区县给的 .vsreceipt 回执。"
    ),
    "bundle.damaged": (
        "这个文件坏了或者没有拷完整，一条也没有收。"
        "内容都在做这个文件的电脑上，没有丢。"
        "上报的文件请站里重新导出一次，回执请区县再给一次。"
    ),
    "bundle.forged": (
        "这个文件的签名对不上，不能证明是谁做的，一条也没有收。请做它的那一方重新做一份。"
    ),
    "bundle.too_large": "这个文件大得不正常，一条也没有收。请做它的那一方重新做一份。",
    "bundle.newer_format": (
        "这个文件是更新的版本做的，这里还看不懂，一条也没有收。请先更新这边的版本。"
    ),
    "bundle.is_bundle": (
        "这是要带去区县的上报文件，不是回执。没有改动。请选区县给的 .vsreceipt 回执。"
    ),
    "bundle.is_receipt": (
        "这是区县给服务站的回执，不是上报文件。没有改动。请选服务站带来的 .vsbundle 文件。"
    ),
    "bundle.bundle_of_others": (
        "这份上报是给另一个区县的，这里打不开，一条也没有收。请与服务站核对。"
    ),
    "bundle.receipt_of_others": (
        "这份回执是给另一台电脑的，这里打不开，没有改动。请选这台电脑的回执。"
    ),
    "bundle.not_read": "读不出这个文件，U盘也许拔早了。没有收下不完整的内容。请插好再试。",
    "bundle.same_file": (
        "回执要写的文件就是这份上报自己，会把它盖掉。没有收，也没有改动。请给回执另起一个名字。"
    ),
    "bundle.bad_keys": "这台电脑报来的密钥不能用，没有收下。请更新程序后再试。",
    "bundle.unknown_device": "区县不认识做这份上报的电脑，一条也没有收。请先给这台电脑登记。",
    "bundle.no_district_keys": (
        "区县这边还没有准备好收U盘。没有收下任何内容。请先运行一次 district-server init。"
    ),
    "bundle.keys_unknown": (
        "还不知道区县的密钥，没有导出。内容都在。请先连网上报一次，或者向区县要一份登记文件。"
    ),
    "bundle.no_joining": "这不是区县给的登记文件。没有改动。请选区县给的 .vsjoin 文件。",
    "bundle.disk_full": (
        "U盘满了，没有导出，U盘上没有留下半个文件。内容都在。请腾出地方再导出一次。"
    ),
    "bundle.not_written": (
        "没有写成“{name}”，U盘也许拔早了或不让写。内容都在这台电脑上，没有丢。请插好U盘再办一次。"
    ),
    "bundle.no_address": (
        "这台电脑没有区县的网址，现在用U盘上报。内容都在。有网了，请向区县要网址和登记码。"
    ),
    "bundle.other_seal": (
        "登记好了。"
        "只有本站能看的内容要先用本站第一台电脑的找回词打开，所以内容这次没有收，下次再带。"
    ),
    "bundle.nothing_new": "这份上报以前收过了，没有重复计算。回执照样写了。",
    "bundle.restored": "这台电脑的资料是从备份恢复的，区县要重新核对。内容都在，请再导出一次带去。",
    "bundle.older_district": (
        "区县的资料退回到了以前。本站的内容都在，请再导出一次带去，会重新报一遍，不会重复。"
    ),
    "bundle.receipt_outdated": "这份回执的内容以前都收到过了，没有改动。",
}
