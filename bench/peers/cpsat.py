"""Solves project files (.sm, .mm, .sch) with OR-Tools CP-SAT.

    python cpsat.py [--workers N] [--seconds S] [--log] FILE...

prints one JSON object per file and line: instance, status (optimal, feasible,
infeasible, unknown), makespan, lower_bound, seconds (all, from reading the file to
the answer), first_seconds (from the file read to the first solution), start, mode. A file "-" stands for a list of files on standard
input, one a line, each answered before the next is read.

The model is the one that CP-SAT's own example and the comparative studies use:
one interval per job, one optional interval per mode with exactly one chosen,
cumulative resources, linear precedences, a linear sum for each non-renewable
resource, the makespan as objective, bounded by an energy bound and above by a
horizon that always holds a solution when there is one.
"""

import argparse
import json
import os
import sys
import time

from ortools.sat.python import cp_model


class Project:
    """Jobs with modes [(duration, renewable uses, non-renewable uses)], arcs
    (i, j, lag, from_end) with start_j >= start_i (+ duration_i if from_end) + lag."""

    def __init__(self):
        self.modes, self.arcs, self.capacity, self.budget = [], [], [], []


def read_progen(text):
    p, section, rows, heads = Project(), None, {}, {}
    for line in text.splitlines():
        squeezed = "".join(line.split()).upper()
        for name in ("PROJECTINFORMATION", "PRECEDENCERELATIONS", "REQUESTS/DURATIONS", "RESOURCEAVAILABILITIES"):
            if squeezed.startswith(name):
                section = name
                rows[name] = []
                break
        else:
            if section is None and ":" in line:
                key, value = line.split(":", 1)
                heads["".join(key.split()).lower().strip("-")] = value.split()
            elif section and squeezed[:1].isdigit():
                rows[section] += [int(w) for w in line.split()]
    jobs = int(heads["jobs(incl.supersource/sink)"][0])
    renewable, budgets = int(heads["renewable"][0]), int(heads["nonrenewable"][0])
    numbers, count = iter(rows["PRECEDENCERELATIONS"]), []
    for i in range(jobs):
        next(numbers)
        count.append(next(numbers))
        p.arcs += [(i, next(numbers) - 1, 0, True) for _ in range(next(numbers))]
    numbers = iter(rows["REQUESTS/DURATIONS"])
    for i in range(jobs):
        next(numbers)
        modes = []
        for _ in range(count[i]):
            next(numbers)
            duration = next(numbers)
            modes.append((duration, [next(numbers) for _ in range(renewable)], [next(numbers) for _ in range(budgets)]))
        p.modes.append(modes)
    stock = rows["RESOURCEAVAILABILITIES"]
    p.capacity, p.budget = stock[:renewable], stock[renewable:renewable + budgets]
    return p


def read_max(text):
    numbers = iter([int(w) for w in text.replace("[", " ").replace("]", " ").split()])
    p = Project()
    jobs, renewable, budgets, _ = (next(numbers) for _ in range(4))
    for i in range(jobs + 2):
        next(numbers)
        if next(numbers) != 1:
            raise ValueError("lags that depend on modes")
        to = [next(numbers) for _ in range(next(numbers))]
        p.arcs += [(i, j, next(numbers), False) for j in to]
    for i in range(jobs + 2):
        next(numbers), next(numbers)
        duration = next(numbers)
        p.modes.append([(duration, [next(numbers) for _ in range(renewable)], [next(numbers) for _ in range(budgets)])])
    p.capacity = [next(numbers) for _ in range(renewable)]
    p.budget = [next(numbers) for _ in range(budgets)]
    return p


def horizon(p):
    """What always holds a solution when there is one: every job in its longest
    mode, one after another, or as far apart as the longest lag asks for."""
    total = 0
    for i, modes in enumerate(p.modes):
        longest = max(m[0] for m in modes)
        lags = [lag + (longest if from_end else 0) for a, _, lag, from_end in p.arcs if a == i]
        total += max([longest] + lags)
    return total


def energy_bound(p):
    bound = 0
    for k, capacity in enumerate(p.capacity):
        if capacity > 0:
            work = sum(min(m[0] * m[1][k] for m in modes) for modes in p.modes)
            bound = max(bound, -(-work // capacity))
    return bound


def build(p):
    model = cp_model.CpModel()
    until = horizon(p)
    starts, durations, ends, chosen = [], [], [], []
    uses = [[] for _ in p.capacity]
    for i, modes in enumerate(p.modes):
        start = model.new_int_var(0, until, f"s{i}")
        if len(modes) == 1:
            duration, demand, _ = modes[0]
            interval = model.new_fixed_size_interval_var(start, duration, f"i{i}")
            starts.append(start), durations.append(duration), ends.append(start + duration), chosen.append([1])
            for k, amount in enumerate(demand):
                if amount > 0 and duration > 0:
                    uses[k].append((interval, amount))
            continue
        duration = model.new_int_var_from_domain(cp_model.Domain.from_values([m[0] for m in modes]), f"d{i}")
        end = model.new_int_var(0, until, f"e{i}")
        model.new_interval_var(start, duration, end, f"i{i}")
        literals = [model.new_bool_var(f"m{i}_{m}") for m in range(len(modes))]
        model.add_exactly_one(literals)
        model.add(duration == sum(m[0] * l for m, l in zip(modes, literals)))
        for m, literal in enumerate(literals):
            optional = model.new_optional_interval_var(start, modes[m][0], end, literal, f"i{i}_{m}")
            for k, amount in enumerate(modes[m][1]):
                if amount > 0 and modes[m][0] > 0:
                    uses[k].append((optional, amount))
        starts.append(start), durations.append(duration), ends.append(end), chosen.append(literals)
    for k, used in enumerate(uses):
        if used:
            model.add_cumulative([u[0] for u in used], [u[1] for u in used], p.capacity[k])
    for i, j, lag, from_end in p.arcs:
        model.add(starts[j] >= (ends[i] if from_end else starts[i]) + lag)
    for k, there in enumerate(p.budget):
        model.add(sum(m[2][k] * l for modes, literals in zip(p.modes, chosen) for m, l in zip(modes, literals)) <= there)
    makespan = model.new_int_var(energy_bound(p), until, "makespan")
    has_successor = {a for a, _, lag, from_end in p.arcs if from_end and lag >= 0}
    for i, end in enumerate(ends):
        if i not in has_successor:
            model.add(makespan >= end)
    model.minimize(makespan)
    return model, starts, chosen


STATUS = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible", cp_model.UNKNOWN: "unknown"}


class First(cp_model.CpSolverSolutionCallback):
    """Notes when the first solution comes."""

    def __init__(self):
        super().__init__()
        self.at = None

    def on_solution_callback(self):
        if self.at is None:
            self.at = time.monotonic()


def solve(name, workers, seconds, log):
    begun = time.monotonic()
    with open(name, encoding="utf-8") as f:
        text = f.read()
    p = read_max(text) if name.endswith(".sch") else read_progen(text)
    read = time.monotonic()
    model, starts, chosen = build(p)
    first = First()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = max(0.01, seconds - (time.monotonic() - begun))  # building counts
    solver.parameters.log_search_progress = log
    status = STATUS.get(solver.solve(model, first), "unknown")
    out = {"instance": os.path.splitext(os.path.basename(name))[0], "status": status, "makespan": None, "lower_bound": None}
    if status in ("optimal", "feasible"):
        out["makespan"] = round(solver.objective_value)
        out["lower_bound"] = round(solver.best_objective_bound)
        out["start"] = [solver.value(s) for s in starts]
        out["mode"] = [next(m for m, l in enumerate(literals) if len(literals) == 1 or solver.boolean_value(l)) for literals in chosen]
    elif status == "unknown":
        out["lower_bound"] = max(0, round(solver.best_objective_bound))
    out["first_seconds"] = round(first.at - read, 4) if first.at else None
    out["seconds"] = round(time.monotonic() - begun, 3)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--log", action="store_true", help="CP-SAT's own log, on standard output")
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    for name in args.files:
        names = (line.strip() for line in sys.stdin) if name == "-" else [name]
        for n in names:
            if n:
                print(json.dumps(solve(n, args.workers, args.seconds, args.log)), flush=True)


if __name__ == "__main__":
    main()
