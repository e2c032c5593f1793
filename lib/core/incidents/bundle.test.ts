import { describe, expect, it } from "vitest";
import { anIncident, aTold, START_EPOCH_MS as NOW } from "../../../test/kit/incidents.ts";
import type { Incident, NoticeReason, Sent } from "../model/incident.ts";
import { messagesFor } from "./bundle.ts";

const MINUTE = 60_000;
const LINE = "oncall/sms";

/** Ripe to be told. */
function fresh(id: string): Incident {
  return anIncident({ id, state: "gathering", openedAtEpochMs: NOW - 3 * MINUTE });
}

function told(id: string, openedAgoMs: number, parts: Partial<Incident> = {}): Incident {
  return anIncident({ id, told: { [LINE]: aTold({ openedAtEpochMs: NOW - openedAgoMs }) }, ...parts });
}

function over(id: string): Incident {
  return told(id, 20 * MINUTE, { state: "closed", closedAtEpochMs: NOW });
}

/** So many messages in the last hour, none of them in the last ten minutes. */
function spent(count: number): Sent[] {
  return Array.from({ length: count }, () => ({ reason: "repeat", atEpochMs: NOW - 30 * MINUTE }));
}

/** As `open: a b`. */
function messages(incidents: readonly Incident[], sent: readonly Sent[] = []): string[] {
  const found = messagesFor({ line: LINE, sent, incidents, isSilenced: () => false, nowEpochMs: NOW });
  return found.map(({ reason, items }) => `${reason}: ${items.map(({ incident }) => incident.id).join(" ")}`);
}

describe("messages of one line", () => {
  it("are one each for two incidents, and one for all from three on", () => {
    expect(messages([fresh("a"), fresh("b")])).toEqual(["open: a", "open: b"]);
    expect(messages([fresh("a"), fresh("b"), fresh("c")])).toEqual(["open: a b c"]);
    expect(messages([over("a"), over("b"), over("c")])).toEqual(["close: a b c"]);
  });

  it("say what is over before what is new", () => {
    expect(messages([fresh("a"), over("b")])).toEqual(["close: b", "open: a"]);
  });

  it("begin with the widest, then the oldest", () => {
    const wide = { ...fresh("w"), memberCount: 7 };
    const old = { ...fresh("o"), openedAtEpochMs: NOW - 9 * MINUTE };
    expect(messages([fresh("a"), old, wide])).toEqual(["open: w o a"]);
  });

  it.each<NoticeReason>(["open", "overflow"])(
    "are two openings in ten minutes at most (after %s): what comes then waits, or is told in one",
    (reason) => {
      const earlier = (count: number): Sent[] => Array.from({ length: count }, () => ({ reason, atEpochMs: NOW - 9 * MINUTE }));
      expect(messages([fresh("a"), fresh("b")], earlier(1))).toEqual(["open: a b"]);
      expect(messages([fresh("a"), fresh("b")], earlier(2))).toEqual([]);
      expect(
        messages(
          [over("c")],
          [
            { reason: "close", atEpochMs: NOW - MINUTE },
            { reason: "close", atEpochMs: NOW - MINUTE },
          ],
        ),
      ).toEqual([]);
    },
  );

  it("keep a place for every recovery that is owed, and for that of what they open", () => {
    const open = [told("x", 5 * MINUTE), told("y", 15 * MINUTE)];
    expect(messages([fresh("a"), ...open], spent(3))).toEqual(["open: a"]);
    expect(messages([fresh("a"), ...open], spent(6))).toEqual(["overflow: a"]);
    expect(messages([fresh("a"), ...open], spent(7))).toEqual([]);
    expect(messages([fresh("a")], spent(7))).toEqual(["open: a"]);
    expect(messages([over("b")], spent(9))).toEqual(["close: b"]);
    expect(messages([over("b")], spent(10))).toEqual([]);
  });

  it("owe one recovery for all that was opened in one message", () => {
    const storm = Array.from({ length: 30 }, (_, at) => told(`s${at}`, 15 * MINUTE));
    expect(messages([fresh("a"), ...storm])).toEqual(["open: a"]);
  });

  it("put recoveries into one rather than let one wait", () => {
    expect(messages([over("a"), over("b")], spent(9))).toEqual(["close: a b"]);
  });
});
