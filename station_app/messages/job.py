"""Sentences of long jobs in general."""

SENTENCES = {
    "job.bug": "这一步没有办成，是程序自己的毛病。已经存的资料都在。请再试一次。",
    "job.cancelled": "已停下。这一次的内容没有存，原来的数据没有动。可以随时重新开始。",
}
