"""Starts MiniStack with what it does otherwise than AWS put right where the test would trip over it. Ends with whoever holds its stdin."""

import os
import signal
import sys
import threading
from datetime import datetime, timezone

from ministack import app
from ministack.services import cloudwatch, eventbridge

SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"


def leave_alarms_alone():
    """MiniStack judges all series of a metric together, after one datapoint. Here alarms move by SetAlarmState alone."""
    assert callable(cloudwatch._evaluate_alarm)
    cloudwatch._evaluate_alarm = lambda alarm: None


def say_scheduled_time():
    """EventBridge Scheduler puts the time into the input; MiniStack leaves the placeholder."""
    invoke = eventbridge._invoke_target

    def invoke_with_time(target, event, *others):
        time = datetime.fromtimestamp(event["Time"], timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        given = target.get("Input")
        told = {"Input": given.replace(SCHEDULED_TIME, time)} if given else {}
        return invoke({**target, **told}, event, *others)

    eventbridge._invoke_target = invoke_with_time


def end_with_parent():
    """A test that is killed cleans up nothing; the end of its pipe is heard all the same."""

    def wait():
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def run_with_all_it_starts():
    """A function that runs for a minute is not waited for: whatever was started goes with the emulator."""
    os.setpgrp()
    try:
        app.main()
    finally:
        os.killpg(0, signal.SIGKILL)


leave_alarms_alone()
say_scheduled_time()
end_with_parent()
run_with_all_it_starts()
