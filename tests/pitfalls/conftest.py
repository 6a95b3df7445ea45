from tests.pdf.conftest import faces, styles
from tests.reading.conftest import world

__all__ = ["faces", "styles", "world"]
