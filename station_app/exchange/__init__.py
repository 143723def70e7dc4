"""Workbooks to plain rows and back, whatever an office sends."""
