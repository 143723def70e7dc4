"""Sentences about people who move between stations."""

MOVED_FROM = "{station}（{code}）"
NO_NUMBER = "转来时原站没有登记证号"
SENTENCES = {
    "transfer.gone": "{name}的转入已经办过，或者原站已经收回。没有改动。请刷新后再看。",
    "transfer.known_here": (
        "{name}在本站已经有档案（{file_no}）。没有再建。请核对后按“与本站档案是同一人”办理。"
    ),
    "transfer.not_living": "{name}在本站的档案不是在册。没有改动。请先核对那份档案。",
}
