"""Measures a running system with generated companies; scripts/universe calls it.

Per number of companies: the ingest with the CPU time of the programs, sizes of tables, the start and the memory of an API process with
native code, latencies of searches, screens and statements. Last, an ingest in which 500 companies change.

universe.py FOLDER SEC link SIZE
universe.py FOLDER SEC measure PROGRAM SIZE…
"""
import http.client, json, os, random, re, subprocess, sys, time, urllib.parse

folder, sec, command = sys.argv[1:4]
FILES = ("companyfacts.zip", "submissions.zip", "company_tickers_exchange.json")
TICK = os.sysconf("SC_CLK_TCK")
KEY = os.environ.get("EDGAR_API_KEY", "")


def link(name):
    for file in FILES:
        path = os.path.join(sec, file)
        if os.path.lexists(path): os.remove(path)
        os.symlink(os.path.join(folder, name, file), path)


def rows(file):
    with open(os.path.join(".local", file)) as lines: return [line.rstrip("\n").split("\t") for line in lines]


def process(name): return next((int(row[1]), row[2]) for row in rows("processes.tsv") if row[0] == name)


def stat(pid):
    with open(f"/proc/{pid}/stat") as text: line = text.read()
    name, rest = line[line.index("(") + 1:line.rindex(")")], line[line.rindex(")") + 2:].split()
    return name, [int(value) for value in rest[11:15]]


def cpu():
    """CPU seconds of the Warmer, of all Postgres servers with the backends that have ended, and of Redis."""
    times, warmer = {"Warmer": 0, "Postgres": 0, "Redis": 0}, process("warmer")[0]
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try: name, (user, system, children_user, children_system) = stat(pid)
        except (FileNotFoundError, ProcessLookupError): continue
        if int(pid) == warmer: times["Warmer"] += user + system
        elif name == "postgres": times["Postgres"] += user + system + children_user + children_system
        elif name.startswith("redis"): times["Redis"] += user + system
    return {name: time / TICK for name, time in times.items()}


def memory(pid):
    with open(f"/proc/{pid}/status") as text: fields = dict(line.split(":", 1) for line in text)
    return [round(int(fields[name].split()[0]) * 1024 / 1e6) for name in ("VmRSS", "VmHWM")]


def sql(text):
    with open(".local/edgardb") as file: connection = dict(part.split("=", 1) for part in file.read().strip().split(";") if "=" in part)
    fields = {name.lower(): value for name, value in connection.items()}
    return subprocess.run(
        ["psql", "-XAtq", "-h", fields["host"], "-p", fields["port"], "-U", fields["username"], "-d", fields["database"], "-c", text],
        env={**os.environ, "PGPASSWORD": fields["password"]}, check=True, capture_output=True, text=True).stdout.strip()


class Api:
    def __init__(self, url): self.connection = http.client.HTTPConnection(urllib.parse.urlparse(url).netloc, timeout=60)

    def send(self, method, path, body=None):
        self.connection.request(method, path, body, {"X-Api-Key": KEY, "Content-Type": "application/json"})
        response = self.connection.getresponse()
        text = response.read()
        assert response.status < 300, (path, response.status, text[:500])
        return text

    def get(self, path): return json.loads(self.send("GET", path))

    def time(self, paths, uncounted):
        """Percentiles in ms; what comes first compiles code and is not counted."""
        times = []
        for path in paths:
            begun = time.perf_counter()
            self.send("GET", path)
            times.append((time.perf_counter() - begun) * 1000)
        counted = sorted(times[uncounted:])
        at = lambda share: counted[min(len(counted) - 1, int(len(counted) * share))]
        return f"p50 {at(.5):.1f}, p95 {at(.95):.1f}, p99 {at(.99):.1f} ms ({len(counted)}; the first {times[0]:.0f} ms)"


def reset_peak(pid):
    """Begins a new maximum of the memory of a process."""
    with open(f"/proc/{pid}/clear_refs", "w") as file: file.write("5")


def wait_for_datasets(api):
    """The first datasets are built after the first ingest and take a processor meanwhile."""
    while True:
        try: return api.get("/api/v1/datasets")
        except AssertionError: time.sleep(1)


def report(name, value): print(f"  {name:<34} {value}", flush=True)


def report_ingest(seconds, before, result):
    report("ingest", f"{seconds:.0f} s; {result}")
    report("CPU seconds", ", ".join(f"{name} {after - before.get(name, 0):.0f}" for name, after in cpu().items()))
    report("Warmer, now and at most", "{} and {} MB".format(*memory(process("warmer")[0])))


def ingest(name):
    """Orders an ingest of a folder, and returns when it has ended."""
    link(name)
    api = Api(next(row[1] for row in rows("addresses.tsv") if row[0] == "api"))
    reset_peak(process("warmer")[0])
    before, begun = cpu(), time.time()
    order = json.loads(api.send("POST", "/api/v1/admin/ingest", "{}"))["id"]
    while (state := api.get(f"/api/v1/admin/orders/{order}"))["status"] in ("waiting", "running"): time.sleep(0.2)
    report_ingest(time.time() - begun, before, json.dumps(state["outcome"]) if state["status"] == "done" else state)


def start_native(program, port, log):
    """Starts another API process of the system, with native code. Returns it and the seconds until it is healthy."""
    pid, _ = process("api")
    with open(f"/proc/{pid}/environ") as text: settings = dict(entry.split("=", 1) for entry in text.read().split("\0") if "=" in entry)
    settings |= {"ASPNETCORE_URLS": f"http://127.0.0.1:{port}", "Logging__LogLevel__EdgarApi.Storage.Screening": "Debug"}
    begun = time.time()
    with open(log, "w") as output: started = subprocess.Popen([program], env=settings, stdout=output)
    while True:
        try:
            Api(f"http://127.0.0.1:{port}").send("GET", "/health")
            return started, time.time() - begun
        except (OSError, AssertionError):
            assert started.poll() is None, "the process has ended"
            time.sleep(0.02)


def screens(count, seed):
    """Screens that all differ, so that none is cached."""
    random.seed(seed)
    for number in range(count // 9):
        revenue, margin, growth = random.randint(1, 400) * 10**9 + number, round(random.random() * .4, 6), round(random.random() * .3, 6)
        for where in (
            f"Revenue>{revenue}", f"Revenue>{revenue},NetMargin>{margin},RevenueGrowth>{growth}",
            f"Revenue>{revenue},NetMargin>{margin}|ReturnOnEquity>{margin}|RevenueGrowth>{growth},CurrentRatio>1.{number},DebtToEquity<{3 + margin}"):
            for period in ("ttm", "latest", "CY2024"):
                yield f"/api/v1/screen?currency=USD&period={period}&where={urllib.parse.quote(where)}"


def searches(count, names):
    """Beginnings of names, words with a typing error, and tickers."""
    random.seed(5)
    for number in range(count):
        word = random.choice(random.choice(names).split())
        text = word[:random.randint(2, 6)] if number % 3 else word[:2] + word[3:] + "x"
        yield "/api/v1/companies?query=" + urllib.parse.quote(text if number % 5 else "U" + "".join(random.choices("ABC", k=3)))


def load(port, pid, *arguments):
    file = os.path.join(sec, "load.json")
    subprocess.run(
        ["dotnet", "exec", "EdgarApi.Cli/bin/Release/net10.0/edgar.dll", "load", "normal", "--skew", "0", "--url", f"http://127.0.0.1:{port}",
         "--server-pid", str(pid), "--json", file, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(file) as text: result = json.load(text)
    latency, server = result["latency"], next(one for one in result["processes"] if one["name"] != "generator")
    return "p50 {:.1f}, p95 {:.1f}, p99 {:.1f} ms ({}, {} failed; {:.0f} µs of CPU each)".format(
        latency["p50"], latency["p95"], latency["p99"], result["completed"], result["failed"],
        1e6 * server["cpuSeconds"] / max(1, result["completed"]))


STATEMENTS = ("--mix", "income_statement=30,balance_sheet=15,cashflow_statement=10")


def measure_api(program, port, size):
    log = os.path.join(sec, "api.log")
    started, seconds = start_native(program, port, log)
    try:
        api = Api(f"http://127.0.0.1:{port}")
        report("API start, memory", "{:.2f} s, {} MB".format(seconds, memory(started.pid)[0]))
        names = [company["name"] for company in api.get("/api/v1/companies?query=corp&limit=50")["companies"]]
        report("search", api.time(searches(600, names), 100))
        report("screen, just started", api.time(screens(990, size), 90))
        report("screen, afterwards", api.time(screens(990, size + 1), 90))
        report("memory after screens", f"{memory(started.pid)[0]} MB")
        entry = r"The screening table applied changes of (\d+) of \d+ companies in (\d+) ms"
        with open(log) as text: builds = re.findall(entry, text.read())
        report("screening table built", ", ".join(f"{changed} companies in {duration} ms" for changed, duration in builds))
        report("statements, cold", load(port, started.pid, "--rate", "20", "--caches", "distinct", "--scale", "0.01", *STATEMENTS))
        report("the same from the cache", load(port, started.pid, "--rate", "20", "--caches", "distinct", "--scale", "0.01", *STATEMENTS))
        report("the mix, 500 per second", load(port, started.pid, "--rate", "500", "--scale", "0.01"))
        report("memory afterwards", "{} MB, at most {}".format(*memory(started.pid)))
    finally:
        started.terminate()
        started.wait()


def report_sizes():
    report("database", f"{int(sql('select pg_database_size(current_database())')) / 1e6:,.0f} MB")
    for line in sql(
        "select relname || ': ' || round(pg_total_relation_size(oid) / 1e6) || ' MB, ' || reltuples::bigint || ' rows' from pg_class "
        "where relkind in ('r', 'p', 'm') and relnamespace = 'public'::regnamespace and pg_total_relation_size(oid) > 5e6 "
        "order by pg_total_relation_size(oid) desc").splitlines(): report("", line)


def measure(program, sizes):
    warmer = process("warmer")[1]
    while True:
        try:
            health = Api(warmer).send("GET", "/health")
            if b"companies current" in health: break
        except (OSError, AssertionError): pass
        time.sleep(0.5)
    for position, size in enumerate(sizes):
        print(f"{size} companies", flush=True)
        if position == 0: report_ingest(float(sql("select extract(epoch from finished_at - started_at) from ingest_runs order by id limit 1")), {}, "with the start of the system")
        else: ingest(size)
        sql("analyze")
        if position == 0: wait_for_datasets(Api(next(row[1] for row in rows("addresses.tsv") if row[0] == "api")))
        report_sizes()
        measure_api(program, 5961 + position, int(size))
    print("500 companies change", flush=True)
    ingest("changed")


if command == "link": link(sys.argv[4])
else: measure(sys.argv[4], sys.argv[5:])
