"""Write the sample anew: `python sample/regenerate.py [DIRECTORY]`.

The files in this folder came from just this; a test holds them to it.
"""

import sys
from pathlib import Path

from guidebook.demo import write_exports

RETAILERS, SEED, MONTH = 40, 13, "2026-10"

if __name__ == "__main__":
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    write_exports(directory, retailers=RETAILERS, seed=SEED, month=MONTH)
