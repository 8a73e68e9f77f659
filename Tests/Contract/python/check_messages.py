"""Checks the golden messages against the JSON Schemas, with a validator that knows nothing of the suite.

Usage: check_messages.py SCHEMAS FIXTURES
Ends with status 1 and names every fault, one a line.
"""

import copy
import json
import pathlib
import sys

from jsonschema import Draft202012Validator

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FREE_OBJECTS = {"fields"}  # the declared fields of a check: the agency's contract says what stands there


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def resolve(schema, root):
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema


def keywords(schema, path=""):
    """Every (pointer, keyword, value) of a schema."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            yield path, key, value
            yield from keywords(value, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from keywords(value, f"{path}/{index}")


def walk(value, schema, root, path, seen, unknown):
    """Notes which members of the schema a message uses, and which members the schema does not know."""
    schema = resolve(schema, root)
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in schema.get("properties", {}):
                unknown.append(f"{path}/{name}")
                continue
            seen.add((schema["description"], name))
            if name not in FREE_OBJECTS:
                walk(member, schema["properties"][name], root, f"{path}/{name}", seen, unknown)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            walk(element, schema["items"], root, f"{path}/{index}", seen, unknown)


def members(schema):
    """Every (schema, member) of the objects that a root schema defines."""
    for part in [schema, *schema.get("$defs", {}).values()]:
        for name in part.get("properties", {}):
            yield part, name


def check_schema(kind, schema, faults):
    Draft202012Validator.check_schema(schema)
    if schema.get("$schema") != DIALECT or schema.get("$id") != f"urn:mpp:schema:{kind}":
        faults.append(f"{kind}: $schema or $id is not what it should be")
    for path, key, value in keywords(schema):
        if key in ("additionalProperties", "unevaluatedProperties") and value is not True:
            faults.append(f"{kind}{path}: {key} would forbid what later versions add")


def check_refusals(kind, name, message, schema, validator, faults):
    """A message that lacks a required member, or has a member of another type, must be refused."""
    for member in schema["required"]:
        broken = copy.deepcopy(message)
        del broken[member]
        if validator.is_valid(broken):
            faults.append(f"{kind}/{name}: is taken without {member}")
    for member in message:
        broken = copy.deepcopy(message)
        broken[member] = [None] if not isinstance(message[member], list) else {"a": None}
        if validator.is_valid(broken):
            faults.append(f"{kind}/{name}: is taken with a {member} of another type")


def main(schemas, fixtures):
    faults = []
    count = 0
    seen = set()  # the members that messages use; a part that several types share needs to be used whole only once
    parts = {}  # the parts that several types share must be the same everywhere
    kinds = sorted(path.name.removesuffix(".json") for path in schemas.glob("*.json"))
    if kinds != sorted(path.name for path in fixtures.iterdir()):
        faults.append("the schemas and the golden messages are not of the same types")
    for kind in kinds:
        schema = load(schemas / f"{kind}.json")
        check_schema(kind, schema, faults)
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for name, part in schema.get("$defs", {}).items():
            if parts.setdefault(name, part) != part:
                faults.append(f"{kind}: its {name} differs from that of another type")
        for path in sorted((fixtures / kind).glob("*.json")):
            message = load(path)
            count += 1
            for error in validator.iter_errors(message):
                faults.append(f"{kind}/{path.name}{error.json_path}: {error.message}")
            unknown = []
            walk(message, schema, schema, "", seen, unknown)
            faults += [f"{kind}/{path.name}{place}: is not in the schema" for place in unknown]
            check_refusals(kind, path.name, message, schema, validator, faults)
    for kind in kinds:
        for part, name in members(load(schemas / f"{kind}.json")):
            if (part["description"], name) not in seen:
                faults.append(f"{kind}: no golden message has {name} of: {part['description']}")
    if count == 0:
        faults.append("there is no golden message")
    print("\n".join(faults) or f"{count} messages of {len(kinds)} types agree with their schemas")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
