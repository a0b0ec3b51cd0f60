"""The lowest version that the project declares of everything it needs to run, as constraints for pip, one a line."""

import re
import tomllib
from pathlib import Path

EXTRAS = ("cluster", "onnx", "postgres")

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
for wanted in (*project["dependencies"], *(one for name in EXTRAS for one in extras[name])):
    print(re.sub(r"(\[.*\])?>=([^,;\s]+).*", r"==\2", wanted))  # a constraint has no extras
