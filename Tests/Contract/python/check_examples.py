"""Checks messages of the documentation against the JSON Schemas.

Usage: check_examples.py SCHEMAS FOLDER, where FOLDER holds <type>/<name>.json
Ends with status 1 and names every fault, one a line.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator


def main(schemas, folder):
    faults = []
    examples = sorted(folder.glob("*/*.json"))
    for path in examples:
        schema = json.loads((schemas / f"{path.parent.name}.json").read_text(encoding="utf-8"))
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        message = json.loads(path.read_text(encoding="utf-8"))
        for error in validator.iter_errors(message):
            faults.append(f"{path.parent.name}/{path.name}{error.json_path}: {error.message}")
        for name in message.keys() - schema["properties"].keys():
            faults.append(f"{path.parent.name}/{path.name}: {name} is not in the schema")
    if not examples:
        faults.append("there is no example")
    print("\n".join(faults) or f"{len(examples)} examples agree with their schemas")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
