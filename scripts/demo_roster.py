#!/usr/bin/env python3
"""Writes the demonstration's roster, crates/demo/data/roster.jsonl, from the small community's tables.

A line is one command as the operator would give it. Ids are derived from what they name, so the same
tables give the same file.

    python3 scripts/demo_roster.py
"""
import csv, json, uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROLES = {"居民": "resident", "居民代表": "representative", "商户": "merchant", "网格员": "grid_worker",
         "物业": "property_worker", "联户党员": "link_member", "志愿者": "volunteer", "居委会": "committee"}
THIS_YEAR = 2026


def name(*parts):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "yishi-demo/" + "/".join(parts)))


def command(kind, body):
    text = {"id": name("command", json.dumps(body, sort_keys=True)), "at": "2026-01-01T00:00:00Z", "type": kind, "v": 1, "body": body}
    return json.dumps(text, ensure_ascii=False, separators=(",", ":"))


def kind(text):
    if text.startswith("score_0_"):
        return {"score": {"max": int(text.removeprefix("score_0_"))}}
    if text.startswith("number_"):
        least, most = text.removeprefix("number_").split("_")
        return {"number": {"unit": "℃", "decimals": 0, "least": int(least), "most": int(most)}}
    return text


def sections():
    """The checklist of the patrol."""
    found = []
    with open(ROOT / "tests/data/small/checklist.csv", encoding="utf-8-sig") as table:
        for number, row in enumerate(csv.DictReader(table), 1):
            if not found or found[-1]["title"] != row["分组"]:
                found.append({"title": row["分组"], "items": []})
            critical, weight = row["关键项"] == "yes", int(row["权重"])
            found[-1]["items"].append({
                "item": number, "text": row["检查项"].removesuffix("(℃)"), "kind": kind(row["类型"]), "weight": weight,
                "critical": critical, "photo_on_fail": row["不合格须拍照"] == "yes", "help": "", "shown_if": None,
                "severity": "critical" if critical else "major" if weight > 1 else "minor"})
    return found


def main():
    team = []
    lines = [command("found_community", {"name": "幸福街社区", "utc_offset_minutes": 480})]
    homes = set()
    with open(ROOT / "tests/data/small/roster.csv", encoding="utf-8-sig") as table:
        for row in csv.DictReader(table):
            home = (row["楼栋"], row["单元"], row["房号"])
            household = name("household", *home)
            if home not in homes:
                homes.add(home)
                whole, _, part = row["建筑面积"].partition(".")
                lines.append(command("record_household", {
                    "household": household, "building": int(home[0]), "unit": int(home[1]), "room": home[2],
                    "area": int(whole + part.ljust(2, "0"))}))
            member = name("member", *home, row["姓名"])
            if "居民代表" in row["身份"].split("、"):
                team.append({"member": member, "name": row["姓名"]})
            lines.append(command("record_member", {
                "member": member, "name": row["姓名"], "household": household,
                "roles": sorted({ROLES[role] for role in row["身份"].split("、")}),
                "owner": row["产权人"] == "是", "born": THIS_YEAR - int(row["年龄"]), "shop": row["店铺"] or None}))
    with open(ROOT / "tests/data/small/shops.csv", encoding="utf-8-sig") as table:
        for order, row in enumerate(csv.DictReader(table), 1):
            prices = [part.rpartition(":") for part in row["价目"].split(";")]
            lines.append(command("record_shop", {
                "shop": name("shop", row["店名"]), "name": row["店名"], "kind": row["类别"], "address": row["门牌"],
                "order": order, "promises": [], "closed": False,
                "prices": [{"item": item, "fen": round(float(yuan) * 100)} for item, _, yuan in prices]}))
    lines.append(command("publish_template", {"template": name("template"), "checklist": {
        "title": "门店检查表", "kinds": [], "sections": sections()}}))
    lines.append(command("set_patrol_plan", {"plan": {
        "weekday": "friday", "starts": 540, "team": team, "walkers": 0, "pairs": False, "publish_after": 72}}))
    (ROOT / "crates/demo/data/roster.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "commands")


main()
