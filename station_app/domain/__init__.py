"""The rules of the trade: plain values in, plain values out; every "today" is an argument."""
