using System.Globalization;
using System.Text;
using EdgarApi.LoadTesting.Report;

namespace EdgarApi.Operations.Capacity;

/// <summary>Makes plans, and writes them as CSV or as an HTML page with charts.</summary>
public static class CapacityReport
{
    private static readonly string[] Columns =
    [
        "month", "requests_per_second", "users", "companies", "cores", "memory_mb", "instances", "decided_by", "connections",
        "read_replicas", "database_gb", "cache_gb", "cost_api", "cost_database", "cost_cache", "cost_total",
    ];

    /// <summary>Plans months and answers the questions.</summary>
    /// <param name="values">Planning values.</param>
    /// <param name="measured">Measurements that replace some of them, or null.</param>
    /// <param name="prices">Prices.</param>
    /// <param name="first">Any day of the first month.</param>
    /// <param name="months">How many months.</param>
    public static CapacityPlan Create(PlanningValues values, Measurements? measured, PriceList prices, DateOnly first, int months)
    {
        var calibrated = measured?.ApplyTo(values) ?? values;
        var planner = new CapacityPlanner(calibrated, prices);
        var plan = planner.Plan(first, months);
        return new CapacityPlan(
            GetBasis(calibrated, measured), plan, new CapacityQuestions(calibrated, planner, plan).Answer(), prices);
    }

    /// <summary>Converts the months to CSV.</summary>
    public static string ToCsv(CapacityPlan plan)
    {
        var csv = new StringBuilder(string.Join(',', Columns)).Append('\n');
        foreach (var month in plan.Months) csv.AppendJoin(',', ToCells(month)).Append('\n');
        return csv.ToString();
    }

    /// <summary>Converts a plan to an HTML page without scripts or external files.</summary>
    public static string ToHtml(CapacityPlan plan)
    {
        var page = new HtmlPage(Text($"Capacity plan from {plan.Months[0].Month:yyyy-MM}"));
        page.AddParagraph(Text($"Prices of {plan.Prices.Date:yyyy-MM-dd} in {plan.Prices.Currency}. {plan.Prices.Source}"));
        page.AddTable(["question", "answer"], plan.Answers.Select(item => (string[])[item.Question, item.Answer]), isText: true);
        page.AddChart(CreateChart(plan, "Cost by month", plan.Prices.Currency,
            ("total", month => (double)month.Cost.Total), ("API", month => (double)month.Cost.Api),
            ("database", month => (double)month.Cost.Database), ("Redis", month => (double)month.Cost.Cache)));
        page.AddChart(CreateChart(plan, "API processes and read replicas", "number",
            ("API processes", month => month.Needs.Instances), ("read replicas", month => month.Needs.ReadReplicas)));
        page.AddChart(CreateChart(plan, "Load", "requests per second", ("requests per second", month => month.Load.RequestsPerSecond)));
        page.AddTable(Columns.Select(column => column.Replace('_', ' ')), plan.Months.Select(ToCells));
        page.AddTable(["assumption", "value", "origin"],
            plan.Basis.Select(item => (string[])[item.Name, Text($"{item.Value:#,0.######}"), item.Origin]));
        return page.ToString();
    }

    /// <summary>The values of a month in the order of the columns.</summary>
    internal static string[] ToCells(MonthPlan month) =>
    [
        Text($"{month.Month:yyyy-MM}"), Text($"{month.Load.RequestsPerSecond:0.##}"), Text($"{month.Load.Users:0.#}"),
        Text($"{month.Load.Companies}"), Text($"{month.Needs.Cores:0.###}"), Text($"{month.Needs.MemoryMegabytes:0}"),
        Text($"{month.Needs.Instances}"), month.Needs.DecidedBy, Text($"{month.Needs.Connections:0.##}"),
        Text($"{month.Needs.ReadReplicas}"), Text($"{month.Needs.DatabaseGigabytes:0.#}"), Text($"{month.Needs.CacheGigabytes:0.#}"),
        Text($"{month.Cost.Api:0}"), Text($"{month.Cost.Database:0}"), Text($"{month.Cost.Cache:0}"), Text($"{month.Cost.Total:0}"),
    ];

    private static List<Assumption> GetBasis(PlanningValues values, Measurements? measured)
    {
        var measuredMemory = measured?.MemoryMegabytesPerInstance is not null;
        var basis = new List<Assumption>
        {
            new("requests per second in the first month", values.Start.RequestsPerSecond, false),
            new("companies", values.Start.Companies, false),
            new("growth of requests per month", values.Growth.MonthlyRate, false),
            new("API cores per request per second", values.ApiServers.CpuPerRps, measured?.CpuPerRequest is not null),
            new("API memory per request per second, MB", values.ApiServers.MemoryMegabytesPerRps, measuredMemory),
            new("API memory per process, MB", values.ApiServers.MemoryMegabytesPerInstance, measuredMemory),
            new("factor for peaks", values.ApiServers.OverheadFactor, false),
            new("database storage per company, MB", values.Database.StorageMegabytesPerCompany, false),
            new("factor for indexes", values.Database.IndexOverhead, false),
            new("Redis memory per company, MB", values.Cache.MemoryMegabytesPerCompany, false),
            new("hit rate", values.Cache.HitRate, measured?.HitRate is not null),
            new("factor against evictions", values.Cache.EvictionBuffer, false),
        };
        if (values.Database is { SqlPerRequest: { } commands, SecondsPerSql: { } seconds })
        {
            basis.Add(new("SQL commands per request", commands, measured?.SqlPerRequest is not null));
            basis.Add(new("seconds per SQL command", seconds, measured?.SecondsPerSql is not null));
        }
        else
        {
            basis.Add(new("connections per user", values.Database.ConnectionsPerUser, false));
        }

        if (values.Cache.CommandsPerRequest is { } redis)
            basis.Add(new("Redis commands per request", redis, measured?.RedisPerRequest is not null));
        return basis;
    }

    private static LineChart CreateChart(
        CapacityPlan plan, string title, string unit, params (string Name, Func<MonthPlan, double> Value)[] lines)
    {
        var step = Math.Max(1, plan.Months.Count / 8);
        return new LineChart(
            title, unit,
            [.. lines.Select(line => new ChartLine(line.Name, [.. plan.Months.Select((month, i) => ((double)i, line.Value(month)))]))],
            Ticks: [.. plan.Months.Select((month, i) => ((double)i, Text($"{month.Month:yyyy-MM}"))).Where((_, i) => i % step == 0)]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
