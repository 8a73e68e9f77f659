"""The `dukcapil` identity check as a Python worker (pika 1.x).

Environment: BROKER_URL (amqp://dukcapil:...@host:port/vhost). Answers every `check.requested.v1` of the queue
`agency.dukcapil.identity` with one `check.completed.v1` on the exchange `mpp.results`.
"""
import json, os, signal, uuid
from datetime import datetime, timezone

import pika

AGENCY, CHECK = "dukcapil", "identity"
QUEUE = f"agency.{AGENCY}.{CHECK}"
# The registry of this sample: identities end in 0000, so no real person's can be among them.
UNKNOWN, MISMATCH = "0100000", "0200000"  # the day, month and serial of the two sample exceptions


def utc(time):
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")


def judge(fields):
    """The check itself: match, mismatch (with the names of the fields) or not-found."""
    nik = fields.get("nik", "")
    if len(nik) != 16 or not nik.isdigit() or nik.endswith(UNKNOWN):
        return {"result": "not-found"}
    if nik.endswith(MISMATCH):
        return {"result": "mismatch", "mismatchedFields": ["name"]}
    return {"result": "match"}


def answer(channel, method, properties, body):
    try:
        request = json.loads(body)
        completed = {
            "checkId": request["checkId"], "submissionId": request["submissionId"],
            "agency": AGENCY, "check": CHECK, "attempt": request["attempt"],
            "completedAt": utc(datetime.now(timezone.utc)), **judge(request["fields"]),
        }
    except (ValueError, KeyError, TypeError):
        channel.basic_reject(method.delivery_tag, requeue=False)  # "ask me again by your policy"
        return
    now = datetime.now(timezone.utc)
    message_id, region = str(uuid.uuid4()), properties.headers["mpp-region"]
    headers = {
        "cloudEvents_specversion": "1.0", "cloudEvents_id": message_id,
        "cloudEvents_type": "check.completed.v1", "cloudEvents_source": f"/mpp/{region}/agency/{AGENCY}",
        "cloudEvents_subject": request["submissionId"],
        "cloudEvents_time": utc(now),
        "cloudEvents_dataschema": "urn:mpp:schema:check.completed.v1",
        "mpp-region": region, "mpp-causation": properties.message_id, "mpp-attempt": 1,
    }
    headers |= {name: properties.headers[name] for name in ("traceparent", "tracestate") if name in properties.headers}
    channel.basic_publish(  # waits for the broker's confirm; an unroutable or refused answer raises
        "mpp.results", f"{AGENCY}.{CHECK}", json.dumps(completed).encode(),
        pika.BasicProperties(
            content_type="application/json", delivery_mode=2, message_id=message_id, type="check.completed.v1",
            correlation_id=request["submissionId"], app_id=headers["cloudEvents_source"], user_id=AGENCY,
            timestamp=int(now.timestamp()), headers=headers),
        mandatory=True)
    channel.basic_ack(method.delivery_tag)  # only now: had we crashed before, the work would come again


def main():
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["BROKER_URL"]))
    channel = connection.channel()
    channel.confirm_delivery()
    channel.basic_qos(prefetch_count=50)
    channel.basic_consume(QUEUE, answer)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: connection.add_callback_threadsafe(channel.stop_consuming))
    print(f"{AGENCY}: answering {QUEUE}", flush=True)
    channel.start_consuming()
    connection.close()


if __name__ == "__main__":
    main()
