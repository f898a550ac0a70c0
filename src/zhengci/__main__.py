"""``python -m zhengci``."""

from zhengci.cli import main

main()
