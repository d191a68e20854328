#!/usr/bin/env python3
"""Writes the small community: two buildings of 24 homes, every role, a few shops.

Deterministic, and in the format of ../sample. It is for tests and for a first
look: small enough to read whole, with what a rule may trip over (a home of one,
a home of three adults, children, an owner who is not the eldest, several roles
in one person). Every name, flat and price is made up.

    python3 generate.py           # writes the files beside itself
    python3 generate.py --check   # fails when they differ from what it would write
"""

import csv
import io
import random
import sys
from pathlib import Path

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sample"
SEED = 278

BUILDINGS, UNITS, FLOORS, FLATS = 2, 3, 4, 2  # FLATS on one landing
AREAS = ["58.12", "67.45", "80.33", "89.60", "110.26"]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
# Ages of one home's members, the owner first; every home has an adult.
HOMES = [[67], [38, 36], [72, 70], [45, 43, 16], [31], [52, 78], [60, 58, 28], [41, 39, 9]]
SHOPS = [
    ("理发店", "成人剪发:38;老人剪发:0;儿童剪发:20"),
    ("蔬菜店", "白菜(斤):1.2;西红柿(斤):3.5"),
    ("早餐铺", "油条:1.5;豆浆:2;包子:2.5"),
    ("药店", "血压测量:0"),
    ("五金店", "换锁芯:80"),
    ("老年食堂", "70岁以上套餐:8;普通套餐:15"),
]
ROLES = [("居民代表", 8), ("志愿者", 12), ("网格员", 1), ("物业", 2), ("居委会", 2)]
HOMES_A_TEAM = 12
TAKEN_OVER = ["checklist.csv", "activities.csv"]  # the same for a community of any size


def text(header, rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def homes():
    for building in range(1, BUILDINGS + 1):
        for unit in range(1, UNITS + 1):
            for floor in range(1, FLOORS + 1):
                for flat in range(1, FLATS + 1):
                    yield building, unit, f"{floor}{flat:02d}"


def files():
    pick = random.Random(SEED)
    people, used = [], set()

    def name():
        while True:
            made = pick.choice(SURNAMES) + pick.choice(GIVEN) + pick.choice(["", *GIVEN])
            if made not in used:
                used.add(made)
                return made

    for index, (building, unit, room) in enumerate(homes()):
        area = pick.choice(AREAS)
        for place, age in enumerate(HOMES[index % len(HOMES)]):
            people.append({
                "姓名": name(), "楼栋": building, "单元": unit, "房号": room, "建筑面积": area, "身份": ["居民"], "店铺": "",
                "产权人": "是" if place == 0 else "否", "年龄": age, "联户小组": index // HOMES_A_TEAM + 1,
            })

    # The first home of two adults keeps plain residents: the sign-in links are made for it.
    two_adults = next(p for p in people if p["年龄"] == 38)
    plain = [p for p in people if all(p[k] == two_adults[k] for k in ("楼栋", "单元", "房号"))]
    able = [p for p in people if 18 <= p["年龄"] < 75 and p not in plain]
    pick.shuffle(able)
    turn = iter(able)

    for title, _ in SHOPS:
        owner = next(turn)
        owner["身份"].append("商户")
        owner["店铺"] = title
    for role, count in ROLES:
        for _ in range(count):
            next(turn)["身份"].append(role)
    for team in sorted({p["联户小组"] for p in people}):
        own = next(p for p in able if p["联户小组"] == team and p["身份"] == ["居民"])
        own["身份"].append("联户党员")
    # One person of several roles: everything must cope with it.
    next(p for p in able if "居民代表" in p["身份"])["身份"].append("志愿者")

    alone = [p for p in people if p["年龄"] == 67][:4]
    readings = []
    for index, p in enumerate(alone):
        water, power = pick.uniform(80, 400), pick.uniform(900, 6000)
        for day in range(1, 15):
            for hour in (0, 8, 16):
                stuck = index == 1 and day >= 12  # one home uses neither for the last three days
                water += 0 if stuck else pick.uniform(0.01, 0.09)
                power += 0 if stuck else pick.uniform(0.4, 2.5)
                readings.append([f"{p['楼栋']}-{p['单元']}-{p['房号']}", f"2026-11-{day:02d}T{hour:02d}:00:00+08:00",
                                 f"{water:.3f}", f"{power:.2f}"])

    made = {
        "roster.csv": text(list(people[0]), [[*("、".join(v) if k == "身份" else v for k, v in p.items())] for p in people]),
        "shops.csv": text(["店名", "类别", "门牌", "价目"],
                          [[title, title, f"幸福街{i}号", prices] for i, (title, prices) in enumerate(SHOPS, 1)]),
        "readings.csv": text(["户", "时间", "水表(m3)", "电表(kWh)"], readings),
    }
    for file in TAKEN_OVER:
        made[file] = (SAMPLE / file).read_bytes().decode()
    return made, people


def main():
    made, people = files()
    if "--check" in sys.argv[1:]:
        differing = [f for f, t in made.items() if not (HERE / f).exists() or (HERE / f).read_bytes() != t.encode()]
        if differing:
            sys.exit(f"not as generate.py writes them: {', '.join(differing)}")
    else:
        for file, content in made.items():
            (HERE / file).write_bytes(content.encode())
    households = len({(p["楼栋"], p["单元"], p["房号"]) for p in people})
    print(f"{len(people)} members of {households} households, {len(SHOPS)} shops")


main()
