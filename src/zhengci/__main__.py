"""``python -m zhengci``."""

from zhengci.cli import entry_point

entry_point()
