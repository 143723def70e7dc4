"""Sentences of long jobs in general."""

SENTENCES = {
    "job.cancelled": "已停下。这一次的内容没有存，原来的数据没有动。可以随时重新开始。",
}
