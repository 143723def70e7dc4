"""Sentences about the workbooks of those above that are filled here."""

SENTENCES: dict[str, str] = {
    "template.old_format": (
        "“{file}”是旧格式的 .xls，填进去会丢样式。什么都没有存。"
        "请用 WPS 打开它，另存为 .xlsx，再拖进来。"
    ),
    "template.text": (
        "“{file}”是文本，没有格子和样式。什么都没有存。请让上级发 .xlsx 的空表，再拖进来。"
    ),
    "template.macro": (
        "“{file}”里带宏程序，为了安全不收。什么都没有存。"
        "请用 WPS 打开它，另存为普通的 .xlsx（不带宏），再拖进来。"
    ),
    "template.too_large": (
        "“{file}”太大，空表不该超过 {most} MB。什么都没有存。"
        "请删掉里面的大图片和旧数据，另存为新的 .xlsx，再拖进来。"
    ),
    "template.too_many_cells": (
        "“{file}”有一张表多达 {count} 格，不像是空表。什么都没有存。"
        "请只留要填的那几页，另存为新的 .xlsx，再拖进来。"
    ),
    "template.damaged": (
        "“{file}”读不完整，文件可能坏了。什么都没有存。"
        "请用 WPS 打开看看能不能修复，另存为 .xlsx，或者请上级重新发一份。"
    ),
    "template.no_sheet": "“{file}”里没有能看见的表。什么都没有存。请打开它看看，再拖进来。",
    "template.already_here": (
        "这份文件已经在了，叫“{name}”。没有另存。请在左边选它，或者拖改过的新表来换。"
    ),
    "template.name_missing": "请给这份表格起个名字，以后好找。还没有存。",
    "template.name_taken": "已经有一份叫“{name}”的表格。还没有存。请换个名字。",
    "template.file_not_here": (
        "这份表格是在另一台电脑上放进来的，这里还没有它的文件，绑好的格子都在。"
        "请把“{file}”拖进来一次，就能填了。"
    ),
    "template.no_cells": "这份表格还没有绑格子。请先点格子，选要填什么。",
    "template.formula_cell": (
        "{place} 是公式，打开表格时自己会算，不用填。没有改。请选旁边空着的格子。"
    ),
    "template.covered_cell": "{place} 被合并到别的格子里了。没有改。请点合并后的那一格。",
    "template.cell_gone": "表里没有 {sheet} 的 {place} 这一格。没有改。请重新点一格。",
    "template.line_missing": "请选填哪一项数字。还没有存。",
    "template.unit_unknown": "“{line}”不能用“{unit}”作单位。没有存。请在单位里重新选。",
    "template.column_missing": "请选是哪个名单的哪一列。还没有存。",
    "template.words_missing": "请写上要填的文字。还没有存。",
    "template.slot_unknown": (
        "不认识花括号里的“{slot}”。还没有存。可以用站名、年、月、期间、日期、填表人，或者月报项目的名称。"
    ),
    "template.brace": "“{text}”里的花括号没有成对。还没有存。请写成 {{站名}} 这样。",
    "template.occasion": "{year}年{occasion}",
    "template.account_list": "名单：{name}",
    "template.account_rows": "{rows} 行，与月报同一项同一口径",
    "template.still_lost": (
        "还有 {count} 格没有找到新位置。没有换。请逐个点新格子，或者选“不要了”。"
    ),
}
