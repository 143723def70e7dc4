"""Sentences of files that are saved for people."""

SENTENCES = {
    "file.not_saved": (
        "没能存到“{file}”。可能 WPS 正开着这个文件，或者磁盘满了，原来的文件没有动，资料没有丢。"
        "请关掉它再试，或者换个名字另存一份。"
    ),
}
