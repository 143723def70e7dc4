"""Sentences of the station's file: opening, keys, backup, restore."""

SENTENCES = {
    "store.newer_version": (
        "这份资料是用更新的版本存的，这一版打不开。资料没有动。请换成新版再打开，或者用原来的电脑。"
    ),
    "store.damaged": "资料文件有损坏的地方。原文件没有动。请从最近的备份恢复，再把之后的几笔补上。",
    "store.missing": "这个文件夹里还没有服务站的资料。请先建站，或者选对文件夹。",
    "store.exists": "这个文件夹里已经有服务站的资料了。原来的没有动。请换一个文件夹再建站。",
    "store.busy": "资料正被另一个窗口使用。这次没有写入，原来的没有动。请先关掉那个窗口再试。",
    "store.disk_full": "磁盘满了，这一笔没存进去，以前的都在。请腾出一些地方再存一次。",
    "store.read_only": (
        "这个文件夹不能写入。资料没有动。请换一个文件夹，或者请管理电脑的人放开权限。"
    ),
    "store.input_output": (
        "读写磁盘时出了问题，这一笔没存进去，以前的都在。请检查磁盘或 U 盘，再试一次。"
    ),
    "store.drafts": (
        "没写完的内容这会儿存不下来，已经存好的都在。请先把这一张写完存上，再看看磁盘满没满。"
    ),
    "store.drafts_full": (
        "磁盘满了，写到一半的这会儿存不下来，已经存好的都在。可以接着写；请先写完存上，再腾出地方。"
    ),
    "store.drafts_read_only": (
        "资料文件夹不能写入，写到一半的这会儿存不下来，已经存好的都在。"
        "可以接着写；关窗口以前请先找管理电脑的人放开权限。"
    ),
    "store.drafts_unreadable": (
        "放没写完内容的文件坏了，这会儿存不下来，已经存上的资料都在。可以接着写；请先写完存上。"
    ),
    "store.photos": (
        "放照片的文件这会儿打不开，别的资料都在，照常使用。请关掉再打开一次；还是这样，从备份恢复。"
    ),
    "login.wrong_password": "密码不对。资料没有动。请再输一次；忘了密码，可以用找回词。",
    "login.wrong_recovery": "找回词不对，第 {position} 个词起对不上。请照着纸上的再核对一遍。",
    "login.recovery_mismatch": "找回词和这份资料对不上。资料没有动。请看看是不是拿错了纸。",
    "login.unknown_operator": "没有“{name}”这个名字。请看看名字有没有写错。",
    "login.operator_exists": "已经有“{name}”了。请换一个名字，或者给他改密码。",
    "login.last_operator": "“{name}”是最后一个能进来的人，不能停用。请先加一个人。",
    "login.weak_password": "密码太短，至少要 8 个字。请换一个长一点的，可以用一句话。",
    "login.keys_damaged": "存密码的文件坏了。资料没有动。请把备份里的同名文件拷回来，再试一次。",
    "backup.is_the_file": "备份不能盖在正在用的资料上。没有写任何东西。请换一个文件名。",
    "backup.is_a_folder": (
        "“{name}”是个文件夹，备份要写成一个文件。没有备份成。请在后面加上文件名再试一次。"
    ),
    "backup.not_readable": "“{name}”打不开，不像是一份备份。现在的资料没有动。请换一份备份。",
    "backup.target_missing": "找不到放备份的地方。没有备份成。U 盘插好了再试一次。",
}
