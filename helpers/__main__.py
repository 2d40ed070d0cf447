"""``python -m helpers``: the commands."""

from helpers.commands import main

if __name__ == "__main__":
    raise SystemExit(main())
