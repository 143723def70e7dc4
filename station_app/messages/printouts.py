"""Words of numbers on papers and files: what they are called, and why one is not found."""

BATCH_TITLE = "{year}年{occasion}{kind}"
"""What a roster of a batch is called before the name of the form."""

SENTENCES = {
    "printout.misread": (
        "“{text}”不是完整的编号，可能少了或错了一位。编号是 13 位数字，印在纸的右上角。"
        "请对着纸再输一遍，或者用扫码枪扫二维码。"
    ),
    "printout.unknown": (
        "这台电脑上没有编号 {serial} 的记录。"
        "它可能是另一台电脑打印的，请在那台电脑上找；资料没有动。"
    ),
    "printout.not_repeatable": (
        "这一种不能在这里重做，当时的记录仍列在下面。请到原来的页面重新导出。"
    ),
}
