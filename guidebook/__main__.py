"""`python -m guidebook`."""

from guidebook.cli import main

if __name__ == "__main__":
    main()
