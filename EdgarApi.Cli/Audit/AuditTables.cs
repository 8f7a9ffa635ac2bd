using System.Globalization;
using EdgarApi.Financials.Audit;
using EdgarApi.Financials.Statements;
using Spectre.Console;

namespace EdgarApi.Cli.Audit;

/// <summary>Writes the report as tables.</summary>
internal static class AuditTables
{
    public static void Write(IAnsiConsole console, AuditReport report, IReadOnlyList<AuditGate> gates, int findings)
    {
        var periods = report.Companies.Sum(company => company.Periods);
        console.WriteLine($"{report.Companies.Count} companies, {report.Facts:N0} facts, {periods:N0} periods");
        console.Write(Measures(report, gates));
        console.Write(Checks(report));
        console.Write(Families(report));
        console.Write(Coverage(report));
        foreach (var kind in Enum.GetValues<AuditFindingKind>()) WriteFindings(console, report, kind, findings);
        var failed = gates.Where(gate => !gate.Passed).Select(gate => gate.Name).ToList();
        console.WriteLine(failed.Count == 0 ? "All gates passed." : $"Failed gates: {string.Join(", ", failed)}");
    }

    private static Table Measures(AuditReport report, IReadOnlyList<AuditGate> gates)
    {
        var table = Create("measure", "good", "of", "share", "gate");
        foreach (var measure in report.Measures)
        {
            var gate = gates.FirstOrDefault(g => g.Name == measure.Name);
            var verdict = gate is null ? "" : $"{(gate.Passed ? "passed" : "FAILED")} {Percent(gate.Limit)}";
            AddRow(table, measure.Name, Number(measure.Good), Number(measure.Total), Percent(measure.Share), verdict);
        }
        return table;
    }

    private static Table Checks(AuditReport report)
    {
        var table = Create("statement check", "passed", "failed", "restated", "not applicable");
        foreach (var check in report.Checks)
            AddRow(table, check.Name, Number(check.Passed), Number(check.Failed), Number(check.Restated), Number(check.NotApplicable));
        return table;
    }

    private static Table Families(AuditReport report)
    {
        var table = Create("family", "companies", "measure", "good", "of", "share");
        foreach (var family in report.Families)
            foreach (var measure in family.Measures.Where(measure => measure.Total > 0))
                AddRow(
                    table, family.Family, Number(family.Companies), measure.Name, Number(measure.Good), Number(measure.Total),
                    Percent(measure.Share));
        return table;
    }

    private static Table Coverage(AuditReport report)
    {
        var table = Create("metric", "annual", "quarterly", "ttm", "most frequent reason for missing values");
        foreach (var metric in report.Coverage.GroupBy(c => c.Metric))
        {
            string Share(Frequency frequency) =>
                metric.FirstOrDefault(c => c.Frequency == frequency) is { } coverage ? Percent(coverage.Share) : "";
            var reason = metric.SelectMany(c => c.Missing).GroupBy(m => m.Key).OrderByDescending(g => g.Sum(m => m.Value)).FirstOrDefault();
            AddRow(
                table, metric.Key, Share(Frequency.Annual), Share(Frequency.Quarterly), Share(Frequency.Ttm),
                reason is null ? "" : $"{reason.Key} ({Number(reason.Sum(m => m.Value))})");
        }
        return table;
    }

    private static void WriteFindings(IAnsiConsole console, AuditReport report, AuditFindingKind kind, int limit)
    {
        var found = report.Companies
            .SelectMany(company => company.Findings, (company, finding) => (company.Name, Finding: finding))
            .Where(item => item.Finding.Kind == kind).ToList();
        if (found.Count == 0 || limit == 0) return;
        var table = Create(kind.ToString(), "period", "subject", "detail");
        foreach (var (name, finding) in found.Take(limit)) AddRow(table, name, finding.Period, finding.Subject, finding.Detail);
        console.Write(table);
        if (found.Count > limit) console.WriteLine($"and {found.Count - limit:N0} more (--findings {found.Count}, or --json)");
    }

    private static Table Create(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    private static void AddRow(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(decimal share) =>
        (Math.Floor(share * 10_000) / 100).ToString("0.00", CultureInfo.InvariantCulture) + " %";
}
