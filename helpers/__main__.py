"""``python -m helpers``: the commands."""

import sys

if __name__ == "__main__":
    try:
        from helpers.commands import main

        status = main()
    except KeyboardInterrupt:
        # While the libraries were loaded, or at the very end.
        print("Interrupted.", file=sys.stderr)
        status = 130
    raise SystemExit(status)
