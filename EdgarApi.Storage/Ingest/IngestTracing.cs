using System.Diagnostics;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Storage.Ingest;

/// <summary>Traces each ingest run, with one span per company.</summary>
public static class IngestTracing
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "EdgarApi.Ingest";

    /// <summary>
    /// Number of companies per run whose SQL statements are traced. For all companies there would be a hundred thousand spans.
    /// </summary>
    public const int DetailedCompanies = 20;

    private static readonly ActivitySource Source = new(SourceName);

    internal static Activity? BeginRun(long run, string source) =>
        Source.StartActivity("ingest run")?.SetTag("edgar.run", run).SetTag("edgar.source", source);

    /// <param name="document">The company's document.</param>
    /// <param name="isDetailed">Whether SQL statements are traced too.</param>
    internal static CompanySpan BeginCompany(CompanyDocument document, bool isDetailed) =>
        new(Source.StartActivity("ingest company"), document, isDetailed);
}

/// <summary>The span of a company.</summary>
internal readonly struct CompanySpan : IDisposable
{
    private readonly Activity? _activity;
    private readonly ActivityTraceFlags _flags;

    public CompanySpan(Activity? activity, CompanyDocument document, bool isDetailed)
    {
        (_activity, _flags) = (activity, activity?.ActivityTraceFlags ?? ActivityTraceFlags.None);
        activity?.SetTag("edgar.cik", document.Cik?.ToString()).SetTag("edgar.document", document.Origin);
        // Children of an unrecorded parent are not recorded either.
        if (activity is not null && !isDetailed) activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    public void End(IngestOutcome outcome, DocumentFault? fault = null)
    {
        _activity?.SetTag("edgar.outcome", outcome.ToString().ToLowerInvariant());
        if (fault is not null) _activity?.SetStatus(ActivityStatusCode.Error, fault.Reason);
    }

    public void Dispose()
    {
        if (_activity is null) return;
        _activity.ActivityTraceFlags = _flags;
        _activity.Dispose();
    }
}
