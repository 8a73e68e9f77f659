#!/usr/bin/python3
"""Reads a histogram log with HdrHistogram's Python library and compares it with what the suite says it holds.

    check_histograms.py LOG EXPECTED

EXPECTED is a JSON object: for each tag its `intervals` [[start, length, count]] and, over all of them together,
`count`, `minimum`, `maximum`, `mean`, `percentiles` {"50": value} and `slots` [[value, count]].
"""

import json
import pathlib
import sys

from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogReader

log, expected = sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
faults = []


def agree(what, ours, theirs):
    if ours != theirs:
        faults.append("%s: ours %r, theirs %r" % (what, ours, theirs))


def read():
    """Each tag's intervals and sum."""
    reader = HistogramLogReader(log, HdrHistogram(1, 3600000000, 3))
    intervals, sums = {}, {}
    while (interval := reader.get_next_interval_histogram()) is not None:
        tag = interval.get_tag() or ""
        length = (interval.get_end_time_stamp() - interval.get_start_time_stamp()) / 1000
        start = interval.get_start_time_stamp() / 1000 - reader.get_start_time_sec()
        intervals.setdefault(tag, []).append([round(start, 3), round(length, 3), interval.get_total_count()])
        sums.setdefault(tag, HdrHistogram(1, 3600000000, 3)).add(interval)
    return intervals, sums


intervals, sums = read()
agree("tags", sorted(expected), sorted(sums))
for tag, ours in expected.items():
    if (theirs := sums.get(tag)) is None:
        continue
    agree(tag + " intervals", ours["intervals"], intervals[tag])
    agree(tag + " count", ours["count"], theirs.get_total_count())
    agree(tag + " minimum", ours["minimum"], theirs.get_lowest_equivalent_value(theirs.get_min_value()))
    agree(tag + " maximum", ours["maximum"], theirs.get_max_value())
    agree(tag + " mean", round(ours["mean"], 6), round(theirs.get_mean_value(), 6))
    for percentile, value in ours["percentiles"].items():
        agree("%s p%s" % (tag, percentile), value, theirs.get_value_at_percentile(float(percentile)))
    slots = [[item.value_iterated_to, item.count_at_value_iterated_to] for item in theirs.get_recorded_iterator()]
    agree(tag + " slots", ours["slots"], slots)

for fault in faults:
    print(fault)
sys.exit(bool(faults))
