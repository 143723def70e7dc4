"""Help on the fields of printing: the printer, copies, pages, and whom a form is for."""

from station_app.messages.help.sources import MONEY, MONTH, OWN_RULE

HELPS: dict[str, tuple[str, str, str]] = {
    "打印机": ("送到哪台打印机，下次先选它。", "值班室打印机", OWN_RULE),
    "份数": ("一共打几份，1 到 99。", "2", OWN_RULE),
    "页码": ("只打其中几页时写，不写就是全部。", "1-3,5", OWN_RULE),
    "哪一批": ("慰问金和物资按批次印，一批一张花名册。", "2026年春节困难优抚对象", MONEY),
    "哪一年": ("按整年统计的表，选哪一年。", "2026年", MONTH),
    "从哪个月": ("只印这个月以后的，空着就不限。", "2026-01", MONTH),
    "到哪个月": ("只印到这个月，空着就是和前面同一个月。", "2026-06", MONTH),
}
