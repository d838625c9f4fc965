#!/usr/bin/env python3
"""peers.py greedy|highs|cpsat PLAN.json SECONDS OUT.json - the same instance given to a general solver, to be compared with.

Writes assignment/1 and prints one line of JSON with bound, seconds and memory. `greedy` is what a city does by hand: the most
urgent first, among equally urgent ones those that the fewest could hold, then the earliest, each to whoever costs least. The
others need `highspy` or `ortools` from PyPI; with neither installed it ends with status 3 and a sentence. The model is the
contract's, word for word: a variable for each pair that may be, cliques of pairs that exclude each other, loads in convex pieces,
one variable for each new face.
"""
import json, resource, sys, time


def model(plan):
    """What may be, and what it costs: pairs (interpreter, session, points, money), and what excludes what."""
    travel, fee, weights = plan["travel"], plan["fee"], plan["weights"]

    def minutes(a, b):
        way = abs(a[0] - b[0]) + abs(a[1] - b[1])
        return 0 if way == 0 else travel["base_min"] - (-way * travel["min_num"] // travel["min_den"])

    def money(person, session):
        blocks = -(-max(session["end"] - session["start"], fee["min_billed_min"]) // fee["block_min"])
        place = session["place"]
        way = abs(person["home"][0] - place[0]) + abs(person["home"][1] - place[1]) if place else 0
        return blocks * person["rate"] + 2 * way * travel["cents_per_unit"]

    def may(person, session):
        day, start = divmod(session["start"], 1440)
        place, end = session["place"], start + session["end"] - session["start"]
        return (
            session["lang"] in person["langs"]
            and (not session["qual"] or person["certs"].get(str(session["qual"]), -1) >= day)
            and session["gender"] in (None, person["gender"])
            and session["office"] not in person["ban_offices"]
            and session["case"] not in person["ban_cases"]
            and (person["mode"] != "remote" and minutes(person["home"], place) <= person["max_travel_min"] if place else person["mode"] != "onsite")
            and any(weekday == day % 7 and opens <= start and end <= closes for weekday, opens, closes in person["windows"])
            and not any(away < session["end"] and session["start"] < back for away, back in person["absences"])
        )

    def clash(person, a, b):
        if a["start"] > b["start"]:
            a, b = b, a
        return a["end"] + plan["gap_min"] + minutes(a["place"] or person["home"], b["place"] or person["home"]) > b["start"]

    pairs, cliques = [], []
    by_language = {}
    for session in sorted(plan["sessions"], key=lambda session: session["start"]):
        by_language.setdefault(session["lang"], []).append(session)
    for person in plan["interpreters"]:
        mine = [s for lang in set(person["langs"]) for s in by_language.get(lang, [])
                if (s["pin"] == person["id"] or s["pin"] is None) and may(person, s)]
        mine.sort(key=lambda session: session["start"])
        first = len(pairs)
        for session in mine:
            cents = money(person, session)
            points = cents
            points += weights["not_preferred"] if session["preferred"] and person["id"] not in session["preferred"] else 0
            points += weights["gender_wish"] if session["gender_wish"] and session["gender_wish"] != person["gender"] else 0
            trained = any(until >= session["start"] // 1440 for until in person["certs"].values())
            points += weights["trained_on_plain"] if session["qual"] == 0 and trained else 0
            pairs.append((person["id"], session["id"], points, cents))
        edges = {a: set() for a in range(len(mine))}
        for a in range(len(mine)):
            for b in range(a + 1, len(mine)):
                if mine[b]["start"] - mine[a]["end"] > 2000:
                    break
                if clash(person, mine[a], mine[b]):
                    edges[a].add(b)
                    edges[b].add(a)
        covered = set()
        for a in range(len(mine)):
            for b in sorted(edges[a]):
                if b < a or (a, b) in covered:
                    continue
                clique = [a, b]
                common = edges[a] & edges[b]
                while common:
                    c = min(common)
                    clique.append(c)
                    common &= edges[c]
                covered.update((x, y) for x in clique for y in clique)
                cliques.append([first + c for c in clique])
    return pairs, cliques


def rows_of(plan):
    """The whole model: columns (cost, upper, is whole), rows (lower, upper, {column: factor}), and a constant."""
    pairs, cliques = model(plan)
    weights, sessions = plan["weights"], plan["sessions"]
    columns = [(points, 1, True) for _, _, points, _ in pairs]
    rows, constant = [], 0
    of_session, of_office, of_load, faces = {}, {}, {}, {}
    for number, (i, s, _, cents) in enumerate(pairs):
        session = sessions[s]
        of_session.setdefault(s, []).append(number)
        of_office.setdefault(session["office"], []).append((number, cents))
        of_load.setdefault((i, session["start"] // 10080), []).append((number, session["end"] - session["start"]))
        if i not in plan["cases"][session["case"]]["known"]:
            faces.setdefault((session["case"], i), []).append(number)
    for session in sessions:
        mine = of_session.get(session["id"], [])
        if session["pin"] is not None:
            rows.append((1, 1, {number: 1 for number in mine}))
            continue
        columns.append((session["penalty"], 1, False))
        rows.append((1, 1, {**{number: 1 for number in mine}, len(columns) - 1: 1}))
    rows += [(-1e30, 1, {number: 1 for number in clique}) for clique in cliques]
    for office, spent in of_office.items():
        rows.append((-1e30, plan["offices"][office]["budget"], dict(spent)))
    for members in faces.values():
        columns.append((weights["new_face"], 1, False))
        rows += [(-1e30, 0, {number: 1, len(columns) - 1: -1}) for number in members]
    for person in plan["interpreters"]:
        for week in range(plan["weeks"]):
            worked = person["worked_min"][week] if week < len(person["worked_min"]) else 0
            load = of_load.get((person["id"], week), [])
            if load:
                rows.append((-1e30, person["cap_min_week"] - worked, dict(load)))
            for percent, slope in zip(weights["fair_pct"], weights["fair_slope"]):
                threshold = person["cap_min_week"] * percent // 100
                constant += slope * max(0, worked - threshold)
                if load:
                    columns.append((slope, 1e30, False))
                    rows.append((-1e30, max(0, threshold - worked), {**dict(load), len(columns) - 1: -1}))
    return pairs, columns, rows, constant


def highs(plan, seconds):
    import highspy
    import numpy

    pairs, columns, rows, constant = rows_of(plan)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_, lp.offset_ = len(columns), len(rows), constant
    lp.col_cost_ = numpy.array([cost for cost, _, _ in columns], dtype=float)
    lp.col_lower_, lp.col_upper_ = numpy.zeros(len(columns)), numpy.array([upper for _, upper, _ in columns], dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for _, _, whole in columns]
    lp.row_lower_ = numpy.array([lower for lower, _, _ in rows], dtype=float)
    lp.row_upper_ = numpy.array([upper for _, upper, _ in rows], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.cumsum([0] + [len(row) for _, _, row in rows], dtype=numpy.int32)
    lp.a_matrix_.index_ = numpy.array([column for _, _, row in rows for column in row], dtype=numpy.int32)
    lp.a_matrix_.value_ = numpy.array([factor for _, _, row in rows for factor in row.values()], dtype=float)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", float(seconds))
    solver.setOptionValue("threads", 2)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(lp)
    solver.run()
    info, values = solver.getInfo(), solver.getSolution().col_value
    taken = [number for number in range(len(pairs)) if len(values) > number and values[number] > 0.5]
    return pairs, taken, int(-(-info.mip_dual_bound // 1)) if info.mip_dual_bound > -1e20 else None


def cpsat(plan, seconds):
    from ortools.sat.python import cp_model

    pairs, columns, rows, constant = rows_of(plan)
    solver_model = cp_model.CpModel()
    variables = [solver_model.new_int_var(0, min(int(upper), 100_000), "") for _, upper, _ in columns]
    for lower, upper, row in rows:
        total = sum(factor * variables[column] for column, factor in row.items())
        solver_model.add(total <= int(upper))
        if lower > -1e29:
            solver_model.add(total >= int(lower))
    solver_model.minimize(sum(cost * variable for (cost, _, _), variable in zip(columns, variables)) + constant)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 8
    status = solver.solve(solver_model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    taken = [number for number in range(len(pairs)) if found and solver.value(variables[number])]
    return pairs, taken, int(solver.best_objective_bound)


def greedy(plan, _seconds):
    weights, sessions = plan["weights"], plan["sessions"]
    pairs, cliques = model(plan)
    of_session, cliques_of = {}, {}
    for number, pair in enumerate(pairs):
        of_session.setdefault(pair[1], []).append(number)
    for clique in cliques:
        for number in clique:
            cliques_of.setdefault(number, []).append(clique)
    taken, left = set(), [office["budget"] for office in plan["offices"]]
    load = [[*person["worked_min"], *[0] * plan["weeks"]][: plan["weeks"]] for person in plan["interpreters"]]
    shown = {(case["id"], known) for case in plan["cases"] for known in case["known"]}

    def fairness(person, minutes):
        steps = zip(weights["fair_pct"], weights["fair_slope"])
        return sum(slope * max(0, minutes - person["cap_min_week"] * percent // 100) for percent, slope in steps)

    def urgency(session):
        return session["pin"] is None, -session["penalty"], len(of_session.get(session["id"], [])), session["start"], session["id"]

    for session in sorted(sessions, key=urgency):
        week, minutes, best = session["start"] // 10080, session["end"] - session["start"], None
        for number in of_session.get(session["id"], []):
            i, _, points, cents = pairs[number]
            person, before = plan["interpreters"][i], load[i][week]
            cost = points + fairness(person, before + minutes) - fairness(person, before)
            cost += 0 if (session["case"], i) in shown else weights["new_face"]
            free = not any(other in taken for clique in cliques_of.get(number, []) for other in clique)
            if free and before + minutes <= person["cap_min_week"] and cents <= left[session["office"]] and cost < session["penalty"]:
                best = min(best or (cost, number), (cost, number))
        if best:
            i, _, _, cents = pairs[best[1]]
            taken.add(best[1])
            load[i][week] += minutes
            left[session["office"]] -= cents
            shown.add((session["case"], i))
    return pairs, taken, None


def main():
    peer, path, seconds, out = sys.argv[1:5]
    with open(path) as file:
        plan = json.load(file)
    began = time.time()
    try:
        pairs, taken, bound = {"greedy": greedy, "highs": highs, "cpsat": cpsat}[peer](plan, int(seconds))
    except ModuleNotFoundError as missing:
        print(f"{peer} is skipped: the package {missing.name} is not installed", file=sys.stderr)
        sys.exit(3)
    assign = [-1] * len(plan["sessions"])
    for number in taken:
        i, s, _, _ = pairs[number]
        assign[s] = i
    with open(out, "w") as file:
        json.dump({"format": "assignment/1", "plan": plan["name"], "assign": assign, "objective": None, "bound": None}, file)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"plan": plan["name"], "bound": bound, "seconds": round(time.time() - began, 1), "mb": memory, "found": bool(taken)}))


main()
