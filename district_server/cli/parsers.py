"""What modules of commands are given: the place where they add theirs, and their shape."""

import argparse
from collections.abc import Callable
from typing import TypeAlias

from district_server.context import Clock, Context
from district_server.settings import Settings

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""argparse has no public name for what `add_subparsers` returns."""
Command = Callable[[Context, argparse.Namespace], None]
"""A command of one district."""
Process = Callable[[Settings, argparse.Namespace, Clock], None]
"""A command of the whole server."""
