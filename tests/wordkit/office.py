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
    done = subprocess.run(
        [_SOFFICE, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore", "--convert-to", form,
         "--outdir", folder, *given],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    made = {file.stem: folder / f"{file.stem}.{form.partition(':')[0]}" for file in given}
    missing = [file.name for file in given if not made[file.stem].exists()]
    assert not missing, f"LibreOffice did not open {missing}: {done.stdout[-500:]} {done.stderr[-2000:]}"
    return made


def settle(files: Iterable[Path], folder: Path) -> dict[str, tuple[Path, Path]]:
    """Let LibreOffice accept, and reject, all changes in Word files; return both results, by the stem of the name.

    Its profile must be there: something must have been converted before.
    """
    assert _SOFFICE
    given = list(files)
    folder.mkdir(parents=True, exist_ok=True)
    library = _profile() / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    for name, content in _MACRO.items():
        (library / name).write_text(content, encoding="utf-8")
    for name in ("script", "dialog"):
        listed = _LIBRARIES.format(name)
        (library.parent / f"{name}.xlc").write_text(listed, encoding="utf-8")
    jobs = [(file, folder / f"{file.stem}-{word}.docx", command) for file in given for word, command in _SETTLING.items()]
    env = {**os.environ, "JOBS": "|".join("*".join(map(str, job)) for job in jobs)}
    subprocess.run(
        [_SOFFICE, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore", "macro:///Standard.Module1.Settle"],
        capture_output=True, timeout=240, check=False, env=env,
    )  # fmt: skip
    made = [target for _, target, _ in jobs]
    assert all(target.exists() for target in made), "LibreOffice did not settle the changes"
    return {file.stem: (made[2 * number], made[2 * number + 1]) for number, file in enumerate(given)}


_SETTLING = {"accepted": "AcceptAllTrackedChanges", "rejected": "RejectAllTrackedChanges"}
_TYPE = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">\n'
_LIBRARIES = (
    _TYPE.format("library:libraries", "libraries")
    + '<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library '
    'library:name="Standard" xlink:href="$(USER)/basic/Standard/{0}.xlb/" xlink:type="simple" library:link="false"/></library:libraries>'
)
_LIBRARY = (
    _TYPE.format("library:library", "library")
    + '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false">{0}</library:library>'
)
_MACRO = {
    "dialog.xlb": _LIBRARY.format(""),
    "script.xlb": _LIBRARY.format('<library:element library:name="Module1"/>'),
    "Module1.xba": _TYPE.format("script:module", "module")
    + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">'
    """Sub Settle
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  oDispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  For Each sJob In Split(Environ("JOBS"), "|")
    aJob = Split(sJob, "*")
    oDoc = StarDesktop.loadComponentFromURL(ConvertToURL(aJob(0)), "_blank", 0, hidden())
    oDispatcher.executeDispatch(oDoc.CurrentController.Frame, ".uno:" &amp; aJob(2), "", 0, Array())
    oDoc.storeToURL(ConvertToURL(aJob(1)), filter())
    oDoc.close(True)
  Next
End Sub
</script:module>
""",
}


def _profile() -> Path:
    return Path(tempfile.gettempdir()) / f"zhengci-office-{os.getpid()}"


def close() -> None:
    """Remove this process's profile."""
    shutil.rmtree(_profile(), ignore_errors=True)


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
