using System.Diagnostics.Metrics;
using EdgarApi.Api.Contract;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Statements;

/// <summary>Metrics of computed statements and of their consistency: meter <c>EdgarApi.Statements</c>.</summary>
internal sealed class StatementMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Statements";

    private static readonly StatementKind[] Kinds = Enum.GetValues<StatementKind>();
    private static readonly StatementView[] Views = Enum.GetValues<StatementView>();

    private readonly ClosedCounter _generated;
    private readonly Histogram<double> _quality;

    /// <summary>Creates the instruments.</summary>
    public StatementMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _generated = new ClosedCounter(meter, OperationalMetrics.StatementsGenerated, Kinds.SelectMany(kind =>
            Views.Select(view => (IReadOnlyList<string>)[Names.Statements.GetName(kind), Names.Views.GetName(view)])));
        _quality = meter.CreateHistogram<double>(OperationalMetrics.DataQuality);
    }

    /// <summary>Records a computed statement. One without applicable checks has no measurable quality.</summary>
    public void Record(Statement statement)
    {
        _generated.Add(Array.IndexOf(Kinds, statement.Kind) * Views.Length + Array.IndexOf(Views, statement.View));
        var failed = statement.Checks.Count(check => check.Status == CheckStatus.Failed);
        var applicable = statement.Checks.Count(check => check.Status != CheckStatus.NotApplicable);
        if (applicable == 0) return;
        _quality.Record(
            100.0 * (applicable - failed) / applicable,
            new KeyValuePair<string, object?>("statement", Names.Statements.GetName(statement.Kind)));
    }
}
