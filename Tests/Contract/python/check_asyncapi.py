"""Checks the AsyncAPI document: its form, its references, and every name in it against the code's constants.

Usage: check_asyncapi.py DOCUMENT CONSTANTS
CONSTANTS is the JSON that the Swift test writes. Ends with status 1 and names every fault, one a line. The document is
then changed on purpose, one change after the other; every change must be found, or the check itself is at fault.
"""

import copy
import json
import pathlib
import re
import sys

import pydantic
import yaml
from pydantic_asyncapi.v3 import AsyncAPI

# What the AMQP bindings, version 0.3.0, may hold; queue arguments are not among it.
BINDING_MEMBERS = {
    "channel": {"is", "exchange", "queue", "bindingVersion"},
    "exchange": {"name", "type", "durable", "autoDelete", "vhost"},
    "queue": {"name", "durable", "exclusive", "autoDelete", "vhost"},
    "operation": {
        "expiration", "userId", "cc", "priority", "deliveryMode", "mandatory", "bcc", "timestamp", "ack", "bindingVersion",
    },
    "message": {"contentEncoding", "messageType", "bindingVersion"},
}


def for_library(document):
    """The document in the form that pydantic-asyncapi 0.3 expects where it departs from the specification: it calls the
    binding of an exchange `exchange` instead of `routingKey`, and takes a server's security for a map."""
    adapted = copy.deepcopy(document)
    for channel in adapted.get("channels", {}).values():
        binding = channel.get("bindings", {}).get("amqp", {})
        if binding.get("is") == "routingKey":
            binding["is"] = "exchange"
    for server in adapted.get("servers", {}).values():
        server.pop("security", None)
    return adapted


def check_model(document, faults):
    try:
        AsyncAPI.model_validate(for_library(document))
    except pydantic.ValidationError as error:
        faults += [f"model {'/'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]


def pointer(document, reference):
    node = document
    for token in reference.removeprefix("#/").split("/"):
        node = node[token.replace("~1", "/").replace("~0", "~")]
    return node


def references(node, path=""):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield path, node["$ref"]
        for key, value in node.items():
            yield from references(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from references(value, f"{path}/{index}")


def check_references(document, folder, faults):
    for path, reference in references(document):
        try:
            if reference.startswith("#/"):
                pointer(document, reference)
            else:
                json.loads((folder / reference).read_text(encoding="utf-8"))
        except (KeyError, TypeError, OSError, ValueError):
            faults.append(f"{path}: {reference} leads nowhere")


def check_bindings(document, faults):
    def closed(kind, binding, path):
        for name in set(binding) - BINDING_MEMBERS[kind]:
            faults.append(f"{path}: {name} is no member of a binding")

    for name, channel in document["channels"].items():
        binding = channel["bindings"]["amqp"]
        kind = {"routingKey": "exchange", "queue": "queue"}.get(binding.get("is"))
        if kind is None or kind not in binding:
            faults.append(f"channel {name}: its binding must be of a routingKey or a queue")
            continue
        closed("channel", binding, f"channel {name}")
        closed(kind, binding[kind], f"channel {name}")
        if binding["bindingVersion"] != "0.3.0" or binding[kind]["durable"] is not True:
            faults.append(f"channel {name}: must be durable, by binding version 0.3.0")
        wanted = set(re.findall(r"{(\w+)}", channel["address"] or ""))
        if wanted != set(channel.get("parameters", {})):
            faults.append(f"channel {name}: its parameters are not those of its address")
    for name, message in document["components"]["messages"].items():
        closed("message", message["bindings"]["amqp"], f"message {name}")
    for name, trait in document["components"]["operationTraits"].items():
        closed("operation", trait["bindings"]["amqp"], f"operation trait {name}")


def filled(text, sample):
    return re.sub(r"{(\w+)}", lambda match: sample.get(match[1], match[0]), text)


def same(what, found, expected, faults):
    for extra in sorted(set(found) - set(expected)):
        faults.append(f"{what}: {extra} stands in the document only")
    for missing in sorted(set(expected) - set(found)):
        faults.append(f"{what}: {missing} stands in the code only")


def check_names(document, constants, faults):
    sample, topology = constants["sample"], constants["topology"]
    messages = document["components"]["messages"]
    channels = document["channels"]
    types = [route["type"] for route in constants["routes"]]
    same("types", messages, types, faults)
    for name, message in messages.items():
        payload = message["payload"]["$ref"]
        if {message["name"], message["bindings"]["amqp"]["messageType"], pathlib.PurePosixPath(payload).stem} != {name}:
            faults.append(f"message {name}: name, messageType and payload must be of one type")
    same("headers", document["components"]["schemas"]["headers"]["properties"], constants["headers"], faults)
    same("types of the header", document["components"]["schemas"]["headers"]["properties"]["cloudEvents_type"]["enum"],
         types, faults)

    exchanges, queues, bindings = set(), set(), set()
    for name, channel in channels.items():
        binding = channel["bindings"]["amqp"]
        if binding["is"] == "routingKey":
            exchanges.add((binding["exchange"]["name"], binding["exchange"]["type"]))
            continue
        queue = filled(binding["queue"]["name"], sample)
        queues.add(queue)
        if channel["address"] != binding["queue"]["name"]:
            faults.append(f"channel {name}: its address is not its queue")
        if channel["x-rabbitmq-arguments"] != constants["queueArguments"]:
            faults.append(f"channel {name}: its queue has other arguments")
        bindings |= {(item["exchange"], queue, filled(item["routingKey"], sample)) for item in channel["x-rabbitmq-bindings"]}
    same("exchanges", exchanges, {(item["name"], item["kind"]) for item in topology["exchanges"]}, faults)
    same("queues", queues, {item["name"] for item in topology["queues"]}, faults)
    same("bindings", bindings,
         {(item["exchange"], item["queue"], item["routingKey"]) for item in topology["bindings"]}, faults)
    check_operations(document, constants, faults)


def check_operations(document, constants, faults):
    """Every type is sent by its sender through its exchange under its key, and read by its readers and nobody else."""
    sample = constants["sample"]
    sent, read = set(), set()
    for name, operation in document["operations"].items():
        channel = pointer(document, operation["channel"]["$ref"])
        binding = channel["bindings"]["amqp"]
        who = operation["tags"][0]["name"]
        for reference in operation["messages"]:
            prefix, _, kind = reference["$ref"].rpartition("/messages/")
            if prefix != operation["channel"]["$ref"]:
                faults.append(f"operation {name}: {kind} is not of its own channel")
            if operation["action"] == "send":
                sent.add((kind, who, binding["exchange"]["name"], filled(channel["address"], sample)))
            elif channel["address"].endswith((".events", ".results")) or channel["address"].startswith(("agency.{", "subscriber.")):
                read.add((kind, who, filled(channel["address"], sample)))
    same("sending", sent,
         {(route["type"], route["sender"], route["exchange"], route["routingKey"]) for route in constants["routes"]}, faults)
    same("reading", read,
         {(route["type"], reader["party"], reader["queue"]) for route in constants["routes"] for reader in route["readers"]},
         faults)


def check(document, constants, folder):
    faults = []
    check_model(document, faults)
    if not faults:
        check_references(document, folder, faults)
        check_bindings(document, faults)
        if not faults:
            check_names(document, constants, faults)
    return faults


def change(path, value):
    """A change of one place; a value of `...` takes the place away."""
    def apply(document):
        *parents, last = path
        node = document
        for key in parents:
            node = node[key]
        if value is ...:
            del node[last]
        else:
            node[last] = value
    return apply


RECEIVED = "events.submission.received.v1"
# Changes that the model must find by itself.
MODEL_MUTATIONS = {
    "another version of AsyncAPI": change(["asyncapi"], "2.6.0"),
    "no version of the contract": change(["info", "version"], ...),
    "an action of AsyncAPI 2": change(["operations", "intake.receives.events", "action"], "subscribe"),
    "an operation without a channel": change(["operations", "agency.sends.results", "channel"], ...),
    "an unknown kind of exchange": change(["channels", "work", "bindings", "amqp", "exchange", "type"], "topics"),
    "a message without a payload": change(["components", "messages", "check.requested.v1", "payload"], ...),
}
# Changes that leave the form right, so that only the comparison can find them.
NAME_MUTATIONS = {
    "another exchange": change(["channels", "results", "bindings", "amqp", "exchange", "name"], "mpp.result"),
    "another address": change(["channels", RECEIVED, "address"], "submission.received.v2.{region}"),
    "another queue": change(["channels", "queue.intake.dead", "bindings", "amqp", "queue", "name"], "intake.parked"),
    "another binding": change(["channels", "queue.verification.events", "x-rabbitmq-bindings", 0, "routingKey"], "#"),
    "another argument": change(["channels", "queue.agency", "x-rabbitmq-arguments", "x-queue-type"], "classic"),
    "another type": change(["components", "messages", "notice.settled.v1", "bindings", "amqp", "messageType"], "notice.v1"),
    "a reference that leads nowhere": change(["channels", RECEIVED, "messages", "submission.received.v1", "$ref"], "#/x"),
    "an argument inside a binding": change(["channels", "queue.unrouted", "bindings", "amqp", "queue", "arguments"], {}),
    "a reader that is none": change(["operations", "archiving.receives.events", "tags", 0, "name"], "intake"),
    "a missing queue": change(["channels", "queue.subscriber", "bindings", "amqp", "queue", "name"], "subscribers"),
}


def main(path, constants_path):
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    constants = json.loads(constants_path.read_text(encoding="utf-8"))
    faults = check(document, constants, path.parent)
    if faults:
        print("\n".join(faults))
        return 1
    for name, mutate in MODEL_MUTATIONS.items():
        changed, found = copy.deepcopy(document), []
        mutate(changed)
        check_model(changed, found)
        if not found:
            faults.append(f"the model did not find: {name}")
    for name, mutate in NAME_MUTATIONS.items():
        changed = copy.deepcopy(document)
        mutate(changed)
        if not check(changed, constants, path.parent):
            faults.append(f"the comparison did not find: {name}")
    print("\n".join(faults) or f"{len(document['channels'])} channels and {len(document['operations'])} operations agree; "
          f"{len(MODEL_MUTATIONS) + len(NAME_MUTATIONS)} deliberate faults were found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
