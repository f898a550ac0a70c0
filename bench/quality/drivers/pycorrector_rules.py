"""Reads {"words": {wrong: right}, "names": [...], "texts": [...]} and prints pycorrector's corrections: [start, wrong, right].

Only the correctors that work by rule are loaded, around the package's ``__init__``, which wants torch.
"""

import importlib.util
import json
import sys
import tempfile
import types

package = types.ModuleType("pycorrector")
package.__path__ = list(importlib.util.find_spec("pycorrector").submodule_search_locations)
sys.modules["pycorrector"] = package

from pycorrector.confusion_corrector import ConfusionCorrector  # noqa: E402
from pycorrector.proper_corrector import ProperCorrector  # noqa: E402

given = json.load(sys.stdin)
confusion = ConfusionCorrector(given["words"])
with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as names:
    names.write("\n".join(given["names"]))
    names.flush()
    proper = ProperCorrector(proper_name_path=names.name)
longest = max(map(len, given["names"]))
found = []
for text in given["texts"]:
    errors = proper.correct(text, max_word_length=longest)["errors"] + confusion.correct(text)["errors"]
    found.append([[at, wrong, right] for wrong, right, at in errors])
json.dump(found, sys.stdout)
