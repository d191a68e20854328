#!/usr/bin/env python3
"""Counts votes again: python3 recount.py FILE…, each a vote exported as JSON or CSV.

It was written from the words of the rules and of docs/PROTOCOL.md, shares no code with the app or the endpoint, and
needs nothing but Python. For each file it prints one line of JSON with what it counts; "agrees" says whether that is
what was published, "differs" what is not. It ends with 0 if all agree, with 1 if any does not, with 2 if one cannot
be read.

The rules, as they are written:
  Participation. The participants must be a share of the electorate, by heads, by area, or by both at once: at least
    the share, or more than it where the rule is strict. Without such a share any number will do.
  Approval. Those who approve must be a share of the participants (who abstains takes part) or of the electorate,
    by the same scales. A share of nothing is never reached.
  A question passes if both hold. Where there are options to choose from, each is held to the approval by itself; of
    those that reach it the ones with the most heads are chosen, then with the most area where the rule counts it, as
    many as a ballot may mark; those that are level for the last of these places have none. Without enough
    participants nothing is chosen. Without any share of approval every option that was marked reaches it.
  Hands are numbers: so many heads for an option, no area. What is missing counts as nothing. Of a sealed vote of
    which ballots are withheld nothing but their number is known, and it decides nothing.
Whole numbers only: shares are compared as fractions.
"""
import csv
import io
import json
import sys
from fractions import Fraction

SCALES = ("heads", "area")


def reached(part, whole, share, strict):
    if whole == 0:
        return False
    return Fraction(part, whole) > share if strict else Fraction(part, whole) >= share


def all_reached(part, whole, shares, strict):
    return all(reached(part[s], whole[s], shares[s], strict) for s in SCALES if shares[s] is not None)


def counted(vote):
    """What the ballots of a vote come to."""
    zero = lambda: {"heads": 0, "area": 0}
    names = vote["options"]
    marks = {name: zero() for name in names}
    participants = zero()
    for heads, area, marked in vote["rows"]:
        participants["heads"] += heads
        participants["area"] += area
        for name, times in marked.items():
            marks[name]["heads"] += times
            marks[name]["area"] += area * times
    participants["heads"] += vote["withheld"]

    rule = vote["rule"]
    quorum = all_reached(participants, vote["electorate"], rule["participation"], rule["participation_strict"])
    base = participants if rule["base"] == "participants" else vote["electorate"]
    approves = lambda count: all_reached(count, base, rule["approval"], rule["approval_strict"])
    chosen = []
    if vote["most"] is None:
        approved = approves(marks["approve"])
    else:
        numbered = [(n, marks[name]) for n, name in enumerate(names[:-1], 1)]
        able = [(n, count) for n, count in numbered if count["heads"] > 0 and approves(count)]
        rank = lambda one: (one[1]["heads"], one[1]["area"])
        able.sort(key=rank, reverse=True)
        first = able[: vote["most"]]
        if len(able) > vote["most"]:
            beyond = rank(able[vote["most"]])
            first = [one for one in first if rank(one) > beyond]
        approved = bool(first)
        chosen = sorted(n for n, _ in first) if quorum else []
    if vote["withheld"]:
        quorum = approved = False
        chosen = []
    question = vote["most"] is None
    return {
        "participants": participants,
        "approve": marks["approve"] if question else zero(),
        "reject": marks["reject"] if question else zero(),
        "abstain": marks["abstain"],
        "options": [] if question else [marks[name] for name in names[:-1]],
        "quorum": quorum,
        "approved": approved,
        "passed": quorum and approved,
        "chosen": chosen,
    }


def from_json(text):
    file = json.loads(text)
    if file["format"] != "yishi-vote" or file["version"] != 1:
        raise ValueError("this is another format")
    share = lambda of: None if of is None else Fraction(of["of"], of["parts"])
    rule, part = file["rule"], file["rule"]["participation"]
    choose = None if file["options"] == "approval" else file["options"]["choose"]
    if choose is None:
        options, most = ["approve", "reject", "abstain"], None
    else:
        options, most = [f"option_{n}" for n in range(1, len(choose["of"]) + 1)] + ["abstain"], choose["most"]
    name = lambda mark: mark if isinstance(mark, str) else f"option_{mark['option']}"
    rows = [(1, ballot["area"], {name(mark): 1 for mark in ballot["choice"]}) for ballot in file["ballots"]]
    if file["hands"]:
        marked = {name(one["choice"]): one["heads"] for one in file["hands"]["marked"]}
        rows.append((file["hands"]["heads"], 0, marked))
    published = file["published"]
    told = {key: published["tally"][key] for key in ("participants", "approve", "reject", "abstain")}
    told.update(options=published["options"], chosen=published["chosen"], **published["outcome"])
    return {
        "options": options,
        "most": most,
        "electorate": {scale: file["electorate"][scale] for scale in SCALES},
        "rule": {
            "participation": {scale: share(part[scale]) if part else None for scale in SCALES},
            "participation_strict": bool(part and part["strict"]),
            "base": rule["approval"]["base"],
            "approval": {scale: share(rule["approval"][scale]) for scale in SCALES},
            "approval_strict": rule["approval"]["strict"],
        },
        "withheld": file["withheld"],
        "rows": rows,
    }, told


def from_csv(text):
    rows = list(csv.reader(io.StringIO(text, newline="")))
    empty = rows.index([])
    # An apostrophe before a text says that it is no formula.
    plain = lambda cell: cell[1:] if cell.startswith("'") else cell
    facts = {row[0].split(" ")[0]: plain(row[1]) for row in rows[:empty]}
    if facts["format"] != "yishi-vote 1":
        raise ValueError("this is another format")
    heading = [cell.split(" ")[0] for cell in rows[empty + 1]]
    options = heading[6:]
    words = facts["options"].split(" ")
    share = lambda name: Fraction(facts[name]) if facts[name] else None
    table = []
    for row in rows[empty + 2 :]:
        cells = dict(zip(heading, row, strict=True))
        marked = {name: int(cells[name]) for name in options if cells[name]}
        table.append((int(cells["heads"]), int(cells["area"]), marked))
    told = {name: facts[name] == "yes" for name in ("quorum", "approved", "passed")}
    told["chosen"] = [int(number) for number in facts["chosen"].split()]
    return {
        "options": options,
        "most": None if words[0] == "approval" else int(words[1]),
        "electorate": {scale: int(facts[f"electorate_{scale}"]) for scale in SCALES},
        "rule": {
            "participation": {scale: share(f"participation_{scale}") for scale in SCALES},
            "participation_strict": facts["participation_strict"] == "yes",
            "base": facts["approval_base"],
            "approval": {scale: share(f"approval_{scale}") for scale in SCALES},
            "approval_strict": facts["approval_strict"] == "yes",
        },
        "withheld": int(facts["withheld"]),
        "rows": table,
    }, told


def recount(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    vote, told = from_json(text) if text.lstrip().startswith("{") else from_csv(text)
    count = counted(vote)
    differs = sorted(key for key in told if told[key] != count[key])
    return {"file": path, "agrees": not differs, "differs": differs, "counted": count}


def main(paths):
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    worst = 0
    for path in paths:
        try:
            line = recount(path)
        except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
            print(f"{path} cannot be read: {error!r}", file=sys.stderr)
            worst = 2
            continue
        print(json.dumps(line, ensure_ascii=False))
        worst = max(worst, int(not line["agrees"]))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
