"""Compares screens over the table in memory with the same screens in SQL, on the running system of this checkout.

Reads every metric and ratio of all companies in USD from /screen into a table of the primary with a column per measure, and sends the same
screens to both, one after another: to the API over HTTP, to Postgres over one connection of psql. CPU time is that of the API process,
and that of the server process of the connection. SQL does less: it counts neither what has no value nor other currencies, and writes no
JSON. In the currency XXX, which no company has, the API's time is what any response costs that is not cached. Each COPIES repeats the
measurement of SQL with the rows repeated under other CIKs.

EDGAR_API_KEY=… screen-sql.py [COPIES…]
"""
import http.client, json, os, random, re, subprocess, sys, time, urllib.parse

PERIODS = ("ttm", "latest", "CY2024")
SCREENS, UNCOUNTED = 900, 90


def rows(file):
    with open(os.path.join(".local", file)) as lines: return [line.rstrip("\n").split("\t") for line in lines]


def psql(text):
    with open(".local/edgardb") as file: fields = dict(part.split("=", 1) for part in file.read().strip().split(";") if "=" in part)
    fields = {name.lower(): value for name, value in fields.items()}
    return subprocess.run(
        ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", fields["host"], "-p", fields["port"], "-U", fields["username"],
         "-d", fields["database"]],
        env={**os.environ, "PGPASSWORD": fields["password"]}, input=text, check=True, stdout=subprocess.PIPE, text=True).stdout


api = next(row for row in rows("processes.tsv") if row[0] == "api")
connection = http.client.HTTPConnection(urllib.parse.urlparse(api[2]).netloc)


def cpu(stat):
    """CPU milliseconds of a process, from its line in /proc."""
    return sum(map(int, stat[stat.rindex(")") + 2:].split()[11:13])) * 1000 / os.sysconf("SC_CLK_TCK")


def api_cpu():
    with open(f"/proc/{api[1]}/stat") as text: return cpu(text.read())


def get(path):
    connection.request("GET", path, headers={"X-Api-Key": os.environ["EDGAR_API_KEY"]})
    response = connection.getresponse()
    text = response.read()
    assert response.status == 200, (path, response.status, text[:500])
    return text


def measures():
    metrics = json.loads(get("/api/v1/metrics"))["metrics"]
    company = json.loads(get("/api/v1/companies?loaded=true&limit=1"))["companies"][0]["cik"]
    ratios = json.loads(get(f"/api/v1/companies/{company}/ratios?periods=1"))["ratios"]
    return [measure["id"] for measure in (*metrics, *ratios)]


def read_values(ids):
    values = {}
    for period in PERIODS:
        for begin in range(0, len(ids), 20):
            page = f"/api/v1/screen?where=Revenue>-1e20&currency=USD&limit=1000&period={period}&fields={','.join(ids[begin:begin + 20])}"
            while page:
                answer = json.loads(get(page))
                for company in answer["companies"]: values.setdefault((period, int(company["cik"])), {}).update(company["values"])
                page = answer["next"]
    return values


def create_table(ids, values, copies):
    columns = ", ".join(f'"{name}" numeric' for name in ids)
    lines = "\n".join(
        "\t".join([period, str(cik + copy * 10_000_000_000), "USD", *("\\N" if row.get(name) is None else str(row[name]) for name in ids)])
        for (period, cik), row in values.items() for copy in range(copies))
    psql(f"""drop table if exists screen_sql;
        create table screen_sql (period text, cik bigint, currency text, {columns}, primary key (period, cik));
        copy screen_sql from stdin;\n{lines}\n\\.
        create index on screen_sql (period, "Revenue" desc);
        analyze screen_sql;""")


def screens(seed):
    """Conditions and periods that all differ, as those of universe.py: clauses of alternatives."""
    random.seed(seed)
    for number in range((SCREENS + UNCOUNTED) // 9):
        revenue, margin, growth = random.randint(1, 400) * 10**9 + number, round(random.random() * .4, 6), round(random.random() * .3, 6)
        for clauses in (
            [[f"Revenue>{revenue}"]],
            [[f"Revenue>{revenue}"], [f"NetMargin>{margin}"], [f"RevenueGrowth>{growth}"]],
            [[f"Revenue>{revenue}"], [f"NetMargin>{margin}", f"ReturnOnEquity>{margin}", f"RevenueGrowth>{growth}"],
             [f"CurrentRatio>1.{number}"], [f"DebtToEquity<{3 + margin}"]]):
            for period in PERIODS: yield clauses, period


def to_sql(clauses, period, limit):
    quoted = [[re.sub(r"^(\w+)", r'"\1"', condition) for condition in clause] for clause in clauses]
    names = list(dict.fromkeys(re.match(r"\w+", condition)[0] for clause in clauses for condition in clause))
    shown = ", ".join(f'"{name}"' for name in names)
    where = " and ".join("(" + " or ".join(clause) + ")" for clause in quoted)
    return (f"select cik, {shown}, count(*) over () from screen_sql where period = '{period}' and currency = 'USD' and {where} "
            f'order by "{names[0]}" desc nulls last, cik limit {limit};')


def to_path(clauses, period, limit, currency="USD"):
    where = ",".join("|".join(clause) for clause in clauses)
    return f"/api/v1/screen?currency={currency}&period={period}&limit={limit}&where={urllib.parse.quote(where)}"


def report(name, times, milliseconds):
    counted = sorted(times[UNCOUNTED:])
    at = lambda share: counted[min(len(counted) - 1, int(len(counted) * share))]
    print(f"  {name:<40} p50 {at(.5):.1f}, p95 {at(.95):.1f} ms; CPU {milliseconds / len(times):.2f} ms each", flush=True)


def time_api(seed, limit, currency="USD"):
    times, before = [], api_cpu()
    for clauses, period in screens(seed):
        path, begun = to_path(clauses, period, limit, currency), time.perf_counter()
        get(path)
        times.append((time.perf_counter() - begun) * 1000)
    report(f"in memory, over HTTP, {currency}, limit={limit}", times, api_cpu() - before)


def time_sql(seed, limit):
    stat = "\\! cat /proc/$BACKEND/stat"
    lines = psql("\n".join([
        "select pg_backend_pid() as backend \\gset", "\\setenv BACKEND :backend", stat, "\\timing on",
        *(to_sql(clauses, period, limit) for clauses, period in screens(seed)), stat])).splitlines()
    before, after = (cpu(line) for line in lines if "(postgres)" in line)
    report(f"SQL, limit={limit}", [float(line.split()[1]) for line in lines if line.startswith("Time:")], after - before)


def check():
    """Both find the same companies."""
    for clauses, period in list(screens(0))[:9]:
        found = [int(company["cik"]) for company in json.loads(get(to_path(clauses, period, 50)))["companies"]]
        assert found == [int(line.split("|")[0]) for line in psql(to_sql(clauses, period, 50)).splitlines()], (clauses, period)


ids = measures()
values = read_values(ids)
for copies in [1, *map(int, sys.argv[1:])]:
    create_table(ids, values, copies)
    if copies == 1: check()
    print(f"{len(values) * copies} rows of {len(ids)} measures, {len(values) * copies // len(PERIODS)} companies per period", flush=True)
    # Others in each run: responses of an earlier one are cached.
    for seed, limit in ((time.time_ns(), 50), (time.time_ns(), 50), (time.time_ns(), 1)):
        if copies == 1:
            time_api(seed, limit)
            time_api(seed, limit, "XXX")
        time_sql(seed, limit)
print("  table and indexes:", psql("select pg_size_pretty(pg_total_relation_size('screen_sql'))").strip())
psql("drop table screen_sql")
