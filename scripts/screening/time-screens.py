"""Times screens that differ from each other, so that none is cached: time-screens.py URL KEY REQUESTS [SEED]."""
import http.client, json, random, statistics, sys, time, urllib.parse
url, key, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
host = urllib.parse.urlparse(url).netloc
random.seed(int(sys.argv[4]) if len(sys.argv) > 4 else 7)
def screens(i):
    revenue, margin, growth = random.randint(1, 400) * 10**9 + i, round(random.random() * .4, 6), round(random.random() * .3, 6)
    for where in (
        f"Revenue>{revenue}", f"Revenue>{revenue},NetMargin>{margin},RevenueGrowth>{growth}",
        f"Revenue>{revenue},NetMargin>{margin}|ReturnOnEquity>{margin}|RevenueGrowth>{growth},CurrentRatio>1.{i},DebtToEquity<{3 + margin}"):
        for period in ("ttm", "latest", "CY2024"):
            yield f"/api/v1/screen?currency=USD&period={period}&where={urllib.parse.quote(where)}"
connection = http.client.HTTPConnection(host, timeout=60)
times, caches, sizes = [], {}, []
for i in range(count // 9):
    for path in screens(i):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"X-Api-Key": key})
        response = connection.getresponse(); body = response.read()
        times.append((time.perf_counter() - begun) * 1000)
        assert response.status == 200, body
        caches[response.headers["X-Cache"]] = caches.get(response.headers["X-Cache"], 0) + 1
        sizes.append(json.loads(body)["total"])
warm = sorted(times[90:])
q = lambda p: warm[min(len(warm) - 1, int(len(warm) * p))]
print(f"{len(warm)} screens, X-Cache {caches}, matches median {statistics.median(sizes)}: p50 {q(.5):.1f} ms, p95 {q(.95):.1f} ms, p99 {q(.99):.1f} ms; first {times[0]:.0f} ms")
