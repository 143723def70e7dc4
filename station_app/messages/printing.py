"""Sentences of printing and of files to print."""

SENTENCES = {
    "printing.no_font": (
        "程序自带的字体不见了（{folder}），表格没有生成，资料没有动。请重新安装程序后再打印。"
    ),
    "printing.font_unreadable": (
        "字体文件 {file} 打不开，表格没有生成，资料没有动。请重新安装程序后再打印。"
    ),
    "printing.pdf_unreadable": (
        "这个 PDF 文件打不开，没有预览，原文件没有动。请重新生成表格后再看。"
    ),
}
