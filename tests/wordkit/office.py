"""LibreOffice as a second opinion: opens files without a window, many in one start, and tells what it saw."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest

_SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_TOOLS = all(map(shutil.which, ("pdftotext", "pdftoppm")))

needs_office = pytest.mark.skipif(not _SOFFICE, reason="LibreOffice (soffice) is not installed")
needs_pages = pytest.mark.skipif(not (_SOFFICE and _TOOLS), reason="LibreOffice or poppler-utils is not installed")


def convert(files: Iterable[Path], form: str, folder: Path) -> dict[str, Path]:
    """Convert files with one start of LibreOffice; return what it made, by the stem of the name (which must be unique).

    The profile is the caller's own (a running LibreOffice is not disturbed); what cannot be opened fails the test.
    """
    assert _SOFFICE
    given = list(files)
    assert len({file.stem for file in given}) == len(given)
    folder.mkdir(parents=True, exist_ok=True)
    profile = Path(tempfile.gettempdir()) / f"zhengci-office-{os.getpid()}"
    done = subprocess.run(
        [_SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", form,
         "--outdir", folder, *given],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    made = {file.stem: folder / f"{file.stem}.{form.partition(':')[0]}" for file in given}
    missing = [file.name for file in given if not made[file.stem].exists()]
    assert not missing, f"LibreOffice did not open {missing}: {done.stdout[-500:]} {done.stderr[-2000:]}"
    return made


def close() -> None:
    """Remove this process's profile."""
    shutil.rmtree(Path(tempfile.gettempdir()) / f"zhengci-office-{os.getpid()}", ignore_errors=True)


def words(pdf: Path) -> str:
    """Return the text of a PDF without any blanks: where lines end is the layout's business."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def page(pdf: Path, number: int = 1) -> Path:
    """Return a picture (PNG, 60 dpi) of a page of a PDF, beside it."""
    return _drawn(pdf, number, "-png", ".png")


def ink(pdf: Path, number: int = 1) -> list[bool]:
    """Return for every dot of a page (60 dpi) whether it is dark."""
    picture = _drawn(pdf, number, "-gray", ".pgm").read_bytes()
    header = re.match(rb"P5\s+\d+\s+\d+\s+255\s", picture)  # a portable graymap: its size, its brightest, its dots
    assert header
    return [dot < 128 for dot in picture[header.end() :]]


def _drawn(pdf: Path, number: int, form: str, suffix: str) -> Path:
    target = pdf.with_name(f"{pdf.stem}-{number}")
    subprocess.run(["pdftoppm", form, "-r", "60", "-f", str(number), "-l", str(number), "-singlefile", pdf, target], check=True)
    return target.with_suffix(suffix)
