"""Where the files lie that ship with the program: templates, fonts, and layouts of exports.

A checkout has them at its top, beside the package; a wheel carries them inside the package.
"""

from pathlib import Path

from guidebook.errors import GuidebookError

_PACKAGE = Path(__file__).resolve().parent


def templates_dir() -> Path:
    """Return the folder of the sheet's templates, style sheets and sentences.

    Raises:
        GuidebookError: The installation is incomplete.
    """
    return _folder("templates")


def fonts_dir() -> Path:
    """Return the folder of the font files and their licences.

    Raises:
        GuidebookError: The installation is incomplete.
    """
    return _folder("fonts")


def layouts_dir() -> Path:
    """Return the folder of the real systems' layouts that `input.profile` names.

    Raises:
        GuidebookError: The installation is incomplete.
    """
    return _folder("layouts")


def _folder(name: str) -> Path:
    installed, checkout = _PACKAGE / f"_{name}", _PACKAGE.parent / name
    for folder in (installed, checkout):
        if folder.is_dir():
            return folder
    raise GuidebookError(f"程序的文件不全：找不到 {installed}，也没有 {checkout}", "请重新安装")
