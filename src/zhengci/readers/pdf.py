"""Reads the text layer of a PDF, in a process of its own: PDFium is native code, and a crafted file may exhaust or crash it."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec

from zhengci.document.decode import UnreadableFile
from zhengci.document.lines import Places
from zhengci.readers import Reading

#: Larger files are not read; the text of a report is 1 MB even in print.
MAX_BYTES = 256 * 1024 * 1024
#: Seconds after which a file is given up; 2,000 pages take four.
TIMEOUT = 120

if find_spec("pypdfium2") is None:
    raise ModuleNotFoundError("No module named 'pypdfium2'", name="pypdfium2")


def read(path: str) -> Reading:
    """Return the paragraphs of a PDF, a line each, with the page that each stands on; raises UnreadableFile."""
    if os.path.getsize(path) > MAX_BYTES:
        raise UnreadableFile(f"超过 {MAX_BYTES >> 20} MB，不读；请拆分或压缩图片后再试")
    folders = os.pathsep.join(folder for folder in sys.path if folder)
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "zhengci.readers.pdfium", os.path.abspath(path)],
            env=os.environ | {"PYTHONPATH": folders},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(f"{TIMEOUT} 秒还没有读完，已放弃；文件可能损坏") from None
    try:
        answer = json.loads(child.stdout)
    except ValueError:  # killed by the limit of memory, or crashed
        raise UnreadableFile("读取时内存超限或中途崩溃，已放弃；文件可能损坏或被做了手脚") from None
    if "error" in answer:
        raise UnreadableFile(answer["error"])
    pages = answer["pages"]
    names = tuple(f"第 {page} 页" for page in pages)
    return Reading(answer["text"], kind="text", places=Places(tuple(answer["starts"]), names))
