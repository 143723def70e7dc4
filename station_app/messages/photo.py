"""Sentences about photos and scanned papers: taking them in, keeping them, sending them."""

SENTENCES = {
    "photo.not_a_picture": "“{name}”不是照片，打不开。没有存。请选照片、扫描的图片或 PDF。",
    "photo.phone_format": (
        "“{name}”是手机的 HEIC 照片，这一张打不开。没有存。"
        "请在手机上截一张图，或改成 JPG（苹果手机：设置、相机、格式，选“兼容性最佳”），再选一次。"
    ),
    "photo.truncated": "“{name}”只有半截，可能没拷完。没有存。请重新拷一次，或换一张。",
    "photo.file_too_large": "“{name}”有 {size} MB，太大了。没有存。请选 {most} MB 以内的照片。",
    "photo.too_many_pixels": (
        "“{name}”的画面太大（{width}×{height}）。没有存。请先缩小，或者截一张图。"
    ),
    "photo.file_unreadable": "“{name}”读不出来。没有存。请先复制到这台电脑上，再选一次。",
    "photo.empty": "“{name}”是空的。没有存。请重新拷一次，或换一张。",
    "photo.pdf_locked": (
        "“{name}”打不开，可能有密码。没有存。请先存成没有密码的 PDF，或者拍成照片。"
    ),
    "photo.pdf_long": "“{name}”有 {count} 页，一次最多放 {most} 页。没有存。请只留要用的几页。",
    "photo.some_refused": "选的 {chosen} 张里有 {count} 张没有存：{names}。其余 {kept} 张存好了。"
    "没存的请重新拷一次，或换一张再加。",
    "photo.none_kept": "选的 {chosen} 张都没有存：{names}。原来的照片没有动。请重新拷一次再加。",
    "photo.too_many": "一条记录最多放 {most} 张，已经有 {count} 张了。没有再加。请先移去不要的。",
    "photo.nothing_pasted": "剪贴板里没有照片。没有加。请先复制一张照片，再按 Ctrl V。",
    "photo.gone": "这张照片已经移去了。没有改动。",
    "photo.owner_gone": "这张照片所属的记录已经不在了。没有存。",
    "photo.unreadable": "这张照片用本站的找回词打不开。没有存。请与区县联系。",
    "photo.not_here_yet": "照片还没有传到这台电脑。记录都在。连上区县后会自己传过来。",
    "photo.bad_request": "区县没有看懂问的是哪些照片。照片都在这台电脑上。请更新版本后再试。",
    "photo.bad_name": "区县不认识这张照片的编号。照片在这台电脑上。请更新版本后再试。",
    "photo.no_record": "区县还没有收到这张照片的记录，照片先不收。照片在这台电脑上，会再报一次。",
    "photo.unknown": "区县没有这张照片。记录都在。存着照片的电脑下次上报时会补上。",
    "photo.bad_range": "要的那一段照片区县没有。会从头再要一次。",
    "photo.damaged": "照片在路上损坏了，区县没有收下。照片在这台电脑上，会再报一次。",
    "photo.too_large": "这张照片区县嫌大，没有收下。照片在这台电脑上，记录已经报了。请与区县联系。",
    "photo.station_full": (
        "区县给本站放照片的地方满了（{most} MB）。记录已经报了，照片在这台电脑上。请与区县联系。"
    ),
    "photo.other_content": (
        "区县已经有同一编号的另一张照片，没有收下。照片在这台电脑上。请与区县联系。"
    ),
}
