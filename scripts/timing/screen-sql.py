"""Compares screens over the table in memory with the same screens in SQL, on the running system of this checkout.

Reads every metric and ratio of all companies in USD from /screen into a table of the primary with a column per measure, and sends the same
screens to both, one after another: to the API over HTTP, to Postgres over one connection of psql. SQL does less: it counts neither what
has no value nor other currencies, and writes no JSON. COPIES also repeats each row of the table under other CIKs.

EDGAR_API_KEY=… screen-sql.py [COPIES]
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


connection = http.client.HTTPConnection(urllib.parse.urlparse(next(row[2] for row in rows("processes.tsv") if row[0] == "api")).netloc)


def get(path):
    connection.request("GET", path, headers={"X-Api-Key": os.environ["EDGAR_API_KEY"]})
    response = connection.getresponse()
    text = response.read()
    assert response.status == 200, (path, response.status, text[:500])
    return text


def measures():
    units = {metric["id"]: metric["id"] for metric in json.loads(get("/api/v1/metrics"))["metrics"]}
    ratios = json.loads(get("/api/v1/companies/AAPL/ratios?periods=1"))["ratios"]
    return [*units, *(ratio["id"] for ratio in ratios)]


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


def to_sql(clauses, period):
    quoted = [[re.sub(r"^(\w+)", r'"\1"', condition) for condition in clause] for clause in clauses]
    names = list(dict.fromkeys(re.match(r"\w+", condition)[0] for clause in clauses for condition in clause))
    shown = ", ".join(f'"{name}"' for name in names)
    where = " and ".join("(" + " or ".join(clause) + ")" for clause in quoted)
    return (f"select cik, {shown}, count(*) over () from screen_sql where period = '{period}' and currency = 'USD' and {where} "
            f'order by "{names[0]}" desc nulls last, cik limit 50;')


def to_path(clauses, period):
    where = ",".join("|".join(clause) for clause in clauses)
    return f"/api/v1/screen?currency=USD&period={period}&where={urllib.parse.quote(where)}"


def report(name, times):
    counted = sorted(times[UNCOUNTED:])
    at = lambda share: counted[min(len(counted) - 1, int(len(counted) * share))]
    print(f"  {name:<30} p50 {at(.5):.1f}, p95 {at(.95):.1f}, p99 {at(.99):.1f} ms", flush=True)


def time_api(seed):
    times = []
    for clauses, period in screens(seed):
        path, begun = to_path(clauses, period), time.perf_counter()
        get(path)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def time_sql(seed):
    text = psql("\\timing on\n" + "\n".join(to_sql(clauses, period) for clauses, period in screens(seed)))
    return [float(line.split()[1]) for line in text.splitlines() if line.startswith("Time:")]


def check():
    """Both find the same companies."""
    for clauses, period in list(screens(0))[:9]:
        found = [int(company["cik"]) for company in json.loads(get(to_path(clauses, period)))["companies"]]
        assert found == [int(line.split("|")[0]) for line in psql(to_sql(clauses, period)).splitlines()], (clauses, period)


ids = measures()
values = read_values(ids)
for copies in [1, *map(int, sys.argv[1:])]:
    create_table(ids, values, copies)
    if copies == 1: check()
    print(f"{len(values) * copies} rows of {len(ids)} measures, {len(values) * copies // len(PERIODS)} companies per period", flush=True)
    for seed in (1, 2):
        if copies == 1: report("table in memory, over HTTP", time_api(copies * 10 + seed))
        report("SQL", time_sql(copies * 10 + seed))
print("  table and indexes:", psql("select pg_size_pretty(pg_total_relation_size('screen_sql'))").strip())
psql("drop table screen_sql")
