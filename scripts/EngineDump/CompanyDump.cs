using System.Globalization;
using System.IO.Hashing;
using System.Text;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EngineDump;

/// <summary>All answers about one company: a line per value with its provenance's hash; the reported view has a line per concept.</summary>
internal sealed class CompanyDump(CompanyFacts facts, ReasonTexts reasons)
{
    /// <summary>More periods than a company has.</summary>
    private const int AllPeriods = 500;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _source = new();

    public string ToText()
    {
        foreach (var options in AllOptions())
        {
            var name = $"{options.Vintage}{(options.Adjusted ? "" : " as filed")}{(options.AsOf is { } day ? $" {day:O}" : "")}";
            foreach (var frequency in Enum.GetValues<Frequency>()) AddAnswers($"{name} {frequency}", options, frequency);
            AddOverview(name, options);
        }
        return _text.ToString();
    }

    private IEnumerable<StatementOptions> AllOptions()
    {
        yield return new StatementOptions();
        yield return new StatementOptions { Vintage = Vintage.Original };
        yield return new StatementOptions { Adjusted = false };
        if (facts.LastFiled is { } last) yield return new StatementOptions { AsOf = last.AddYears(-3) };
    }

    private void AddAnswers(string name, StatementOptions options, Frequency frequency)
    {
        foreach (var kind in Enum.GetValues<StatementKind>())
        {
            var request = new StatementRequest(kind, frequency, AllPeriods) { Options = options };
            AddStatement($"{name} {kind}", StatementBuilder.Build(facts, request));
            if (options is { Adjusted: true, AsOf: null })
                AddReported($"{name} {kind} reported", StatementBuilder.Build(facts, request with { View = StatementView.Reported }));
        }
        // The catalog's order and its reverse: values must not depend on which was asked for first.
        AddSeries($"{name} series", TimeSeriesBuilder.Build(facts, MetricCatalog.All, frequency, AllPeriods, options));
        AddSeries(
            $"{name} series backwards", TimeSeriesBuilder.Build(facts, [.. MetricCatalog.All.Reverse()], frequency, AllPeriods, options));
        AddRatios($"{name} ratios", RatioBuilder.Build(facts, frequency, AllPeriods, options));
    }

    private void AddStatement(string name, Statement statement)
    {
        var periods = statement.Periods.Select(period => $"{period.Key}:{period.Start:O}:{period.End:O}");
        AddLine($"{name} {statement.Currency} {string.Join(' ', periods)}");
        foreach (var line in statement.Lines)
        {
            AddLine($"{name} {line.Id} {line.Level} {line.IsTotal} {line.Unit}");
            for (var i = 0; i < line.Values.Count; i++) AddLine($"{name} {line.Id} {statement.Periods[i].Key} {Describe(line.Values[i])}");
        }
        foreach (var check in statement.Checks)
            AddLine(Text($"{name} {check.Name} {check.Period} {check.Status} {check.Difference} {check.Tolerance}"));
    }

    private void AddReported(string name, Statement statement)
    {
        foreach (var line in statement.Lines.Concat(statement.Unclassified))
            AddLine($"{name} {line.Id} {line.Level} {line.Unit} {Hash(string.Join('\n', line.Values.Select(Describe)))}");
    }

    private void AddSeries(string name, CompanySeries series)
    {
        foreach (var metric in series.Series)
            foreach (var point in metric.Points)
                AddLine(Text($"{name} {metric.Metric.Id} {point.Period.Key} {Describe(point.Value)} {point.Growth}"));
    }

    private void AddRatios(string name, CompanyRatios ratios)
    {
        foreach (var ratio in ratios.Ratios)
            for (var i = 0; i < ratio.Values.Count; i++)
            {
                var value = ratio.Values[i];
                var operands = value.Operands.Select(operand => Text($"{operand.Metric.Id} {operand.Period.Key} {operand.Value}"));
                var (reason, hash) = (reasons.Map(value.Reason), Hash(string.Join('\n', operands)));
                AddLine(Text($"{name} {ratio.Ratio.Id} {ratios.Periods[i].Key} {value.Value} {reason} {hash}"));
            }
    }

    private void AddOverview(string name, StatementOptions options)
    {
        var overview = CompanyOverview.Build(facts, options);
        foreach (var (part, metrics) in new[] { ("annual", overview.Annual), ("ttm", overview.Ttm), ("balance", overview.LatestBalance) })
            if (metrics is not null)
                foreach (var (id, value) in metrics.Metrics) AddLine($"{name} overview {part} {metrics.Period.Key} {id} {Describe(value)}");
        foreach (var (id, value) in overview.Ratios) AddLine(Text($"{name} overview {id} {value}"));
        var quality = overview.Quality;
        AddLine($"{name} overview {overview.Coverage} {quality.Passed} {quality.Failed} {quality.Restated} {quality.NotApplicable}");
    }

    private string Describe(MetricValue value)
    {
        if (value.Source is not { } source) return Text($"{value.Value} none: {reasons.Map(value.Reason)}");
        _source.Clear();
        AddSource(source);
        return Text($"{value.Value} {source.Concept} {source.Accession} {source.Derivation} {Hash(_source.ToString())}{value.Reason}");
    }

    private void AddSource(Source source)
    {
        _source.Append(CultureInfo.InvariantCulture, $"{source.Concept}|{source.Accession}|{source.Form}|{source.Filed:O}|");
        _source.Append(CultureInfo.InvariantCulture, $"{source.Start:O}|{source.End:O}|{source.Value}|{source.Unit}|{source.Factor}|");
        _source.Append(CultureInfo.InvariantCulture, $"{source.Derivation}|{source.Restated}|{source.MixedBasis}(");
        foreach (var operand in source.Operands) AddSource(operand);
        _source.Append(")[");
        foreach (var vintage in source.OtherVintages) AddSource(vintage);
        _source.Append(']');
    }

    private void AddLine(string line) => _text.Append(line).Append('\n');

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Hash(string text) =>
        XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture);
}
