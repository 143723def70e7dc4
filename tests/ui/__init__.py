"""Tests of the window: what it shows, asks and hands on."""
