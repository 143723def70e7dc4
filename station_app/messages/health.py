"""What a check of the station's file says of it, one line for each kind of finding."""

SENTENCES = {
    "health.pages": "资料文件有 {count} 处读不出来。请先备份，再从最近的好备份恢复。",
    "health.structure": "资料文件的结构有 {count} 处不对。请先备份，再从最近的好备份恢复。",
    "health.dangling": "{kind}里有 {count} 条的“{field}”指向不在的记录。可能还没收齐，先上报一次。",
    "health.to_retired": "{kind}里有 {count} 条的“{field}”指向已撤销的记录。请打开看看要不要改。",
    "health.lone_reversal": "{kind}里有 {count} 条冲正找不到原来那一条。请看历史。",
    "health.reversed_twice": "{kind}里有 {count} 条被冲正了不止一次。请看历史，撤销多的一次。",
    "health.photos": "有 {count} 张照片读出来和存的不一样。请先备份，再从最近的好备份恢复。",
    "health.photos_closed": "放照片的文件打不开，别的资料不受影响。请从最近的好备份恢复。",
    "health.photos_missing": "有 {count} 张照片只有记录，照片不在这台电脑上。请从有它的备份恢复。",
    "health.same_number": "有 {count} 个证号被两份以上在册档案使用。请并档或核对。",
    "health.primary": "有 {count} 人的主要身份不是恰好一个。请打开档案选一个。",
    "health.search": "有 {count} 份档案不在搜索里，或搜索里多出来。改一下资料就会补上。",
}
