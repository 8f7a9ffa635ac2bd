using EdgarApi.Cli.Accounts;
using EdgarApi.Cli.Audit;
using EdgarApi.Cli.Capacity;
using EdgarApi.Cli.Drills;
using EdgarApi.Cli.Export;
using EdgarApi.Cli.Gate;
using EdgarApi.Cli.Load;
using EdgarApi.Cli.Operation;
using EdgarApi.Cli.Reviews;
using EdgarApi.Cli.Scaling;

namespace EdgarApi.Cli;

/// <summary>The examples in the help, by command.</summary>
internal static class Examples
{
    public static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>
    {
        ["edgar"] = ["edgar show AAPL income", "edgar import --from companyfacts.zip --to postgres", "edgar show --help"],
        ["show"] =
        [
            "edgar show AAPL income                                     the latest four fiscal years",
            "edgar show nvda cashflow --freq quarterly --periods 8      eight quarters, derived ones included",
            "edgar show CIK0000080424 balance --sources                 with the filing behind every number",
            "edgar show HD income --as-of 2022-12-31 --vintage original as it was known then",
            "edgar show MSFT income --from ~/edgar                      from the SEC's zips in a folder",
        ],
        ["search"] = ["edgar search apple", "edgar search --exchange NYSE --sic 2911 --csv > refiners.csv"],
        ["overview"] = ["edgar overview AAPL", "edgar overview AAPL --as-of 2020-12-31 --json"],
        ["timeseries"] =
        [
            "edgar timeseries AAPL --metrics Revenue,NetIncome --freq quarterly --periods 8 --growth true",
            "edgar timeseries AAPL NVDA TSM --metrics Revenue --csv --long > revenue.csv",
        ],
        ["ratios"] = ["edgar ratios HD --fields CurrentRatio,ReturnOnEquity", "edgar ratios HD --freq ttm --csv --long"],
        ["facts"] = ["edgar facts AAPL --concept us-gaap:NetIncomeLoss --limit 20", "edgar facts AAPL --form 10-K --csv > facts.csv"],
        ["screen"] =
        [
            "edgar screen \"Revenue>1e9\" \"NetMargin>0.2|RevenueGrowth>0.1\" --currency USD --sort -RevenueGrowth",
            "edgar screen \"CurrentRatio>2\" --exchange Nasdaq --csv",
        ],
        ["frames"] = ["edgar frames Revenue CY2024 --currency USD", "edgar frames Assets CY2024Q4I --csv"],
        ["peers"] = ["edgar peers NVDA --limit 5"],
        ["filings"] = ["edgar filings AAPL --form 10-K,10-Q --limit 8", "edgar filings AAPL --from 2025-01-01 --json"],
        ["import"] =
        [
            "edgar import --from companyfacts.zip --submissions submissions.zip --to postgres",
            "edgar import --from ~/edgar --to postgres --connection 'Host=localhost;Database=edgar;Username=edgar'",
            "edgar import --from ~/edgar --to snapshots/                to files that edgar show --from reads",
        ],
        [ExportCommand.Name] =
        [
            "edgar export --out datasets                                Parquet files of the system that ./run started",
            "edgar export --out changes --since 10412 --format csv      only companies that changed after a data version",
        ],
        [AuditCommand.Name] =
        [
            "edgar audit --from companyfacts.zip                        measures, coverage and findings",
            "edgar audit --from ~/edgar --json > audit.json             the whole report as JSON",
            "edgar audit --from ~/edgar --gate quarterly_Revenue=0.95   another minimum for a measure",
        ],
        [LoadCommand.Name] =
        [
            "edgar load normal --url http://127.0.0.1:8080 --key KEY --scale 0.02              half an hour of users in 36 seconds",
            "edgar load peak --url http://127.0.0.1:8080 --rate 1000 --html report.html        1,000 requests per second",
            "edgar load spike --url http://127.0.0.1:8080 --server-pid 4711 --json spike.json  with the server's CPU time and memory",
        ],
        [GateCommand.Name] =
        [
            "edgar gate                                                                        allocations against the baseline",
            "edgar gate --against ../before/edgar.dll                                          also times against another build",
            "edgar gate --tier pull-request --url http://127.0.0.1:8080 --key KEY              also a running API under load",
            "edgar gate --self-test                                                            checks that the gate detects a slower build",
        ],
        [CapacityCommand.Name] =
        [
            "edgar capacity                                             24 months from planning values",
            "edgar capacity --measured load.json --rate 200             with the costs per request that edgar load measured",
            "edgar capacity --prices prices.json --html plan.html       with prices of your own, as a page with charts",
        ],
        [ReportCommand.Name] =
        [
            "edgar report daily                                         of the system that ./run started, as Markdown",
            "edgar report weekly --html week.html                       as a page with charts",
            "edgar report monthly --prometheus http://prometheus:9090   of another system",
        ],
        [ScaleSimulationCommand.Name] =
        [
            "edgar scale-sim --traffic spike                            the spikes only",
            "edgar scale-sim --recorded load.json --html rules.html     also a load test, as a page with charts",
        ],
        [DegradeCommand.Name] =
        [
            "edgar degrade on --for 30m --reason 'The database is overloaded'",
            "edgar degrade off --url https://api.example.com --key KEY",
        ],
        [DrillCommand.Name] =
        [
            "edgar drill restore                                        backup and point-in-time recovery of the system of ./run",
            "edgar drill promote --json                                 a crash of the primary, and the change back",
        ],
        [KeysCommand.Name] =
        [
            "edgar keys create --tier pro --name mine                    for the system that ./run started",
            "edgar keys create --name ops --scopes read,admin            with access to /admin",
            "edgar keys list --prefix edg_live_aB3",
            "edgar keys update edg_live_aB3dE6gH9jK2 --expires-in 90d    sets an expiry; also --name and --scopes",
            "edgar keys rotate edg_live_aB3dE6gH9jK2 --grace 12h         the old key stays valid for twelve hours",
            "edgar keys revoke edg_live_aB3dE6gH9jK2",
        ],
        [OrgsCommand.Name] =
        [
            "edgar orgs create --name Acme",
            "edgar orgs users create --org Acme --name 'Jane Doe' --tier enterprise",
            "edgar orgs users update 7 --tier basic",
            "edgar orgs disable Acme                                     rejects all of its keys",
        ],
        ["sample"] = ["edgar sample --from ~/edgar --to samples"],
        ["universe"] = ["edgar universe --companies 6000 --from ~/edgar --out ~/universe"],
    };
}
