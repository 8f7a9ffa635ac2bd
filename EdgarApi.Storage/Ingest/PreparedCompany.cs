using System.Globalization;
using System.IO.Hashing;
using System.Text;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Storage.Ingest;

/// <summary>A parsed company with computed values, ready to be written. Parts that are null were not provided and stay unchanged.</summary>
internal sealed record PreparedCompany(
    Cik Cik, byte[] SourceHash, CompanyProfile? Profile, IReadOnlyList<Filing>? Filings, PreparedFacts? Facts)
{
    /// <summary>Whether it replaces a stored company that has more; otherwise it is refused.</summary>
    public bool MayBeSmaller { get; init; }

    /// <summary>Parses the document's facts and computes all metric values.</summary>
    /// <exception cref="CompanyFactsFormatException">The facts cannot be parsed.</exception>
    public static PreparedCompany From(CompanyDocument document, Cik cik, byte[] sourceHash)
    {
        if (document.Facts is not { } bytes) return new PreparedCompany(cik, sourceHash, document.Profile, document.Filings, null);
        var isSnapshot = document.Encoding == FactsEncoding.Snapshot;
        var sic = document.Profile?.Sic;
        var facts = isSnapshot ? CompanyFacts.FromSnapshot(bytes.Span, sic) : CompanyFacts.Parse(bytes.Span, sic);
        if (facts.Cik != cik) throw new CompanyFactsFormatException($"the facts belong to CIK {facts.Cik}, not {cik}", 0);
        var snapshot = isSnapshot ? bytes.ToArray() : facts.ToSnapshot();
        return new PreparedCompany(cik, sourceHash, document.Profile, document.Filings, PreparedFacts.From(facts, snapshot));
    }
}

/// <summary>Facts ready to be written.</summary>
/// <param name="EntityName">The name in the facts file.</param>
/// <param name="Snapshot">All facts.</param>
/// <param name="Hash">Hash of the snapshot.</param>
/// <param name="FactCount">Number of facts, every vintage counted.</param>
/// <param name="FilingCount">Number of filings that have facts.</param>
/// <param name="LastFiled">Day of the newest of these filings.</param>
/// <param name="Values">The metric values.</param>
/// <param name="ValuesHash">Hash of the metric values.</param>
internal sealed record PreparedFacts(
    string EntityName, byte[] Snapshot, byte[] Hash, int FactCount, int FilingCount, DateOnly? LastFiled,
    IReadOnlyList<MetricValueRow> Values, byte[] ValuesHash)
{
    /// <summary>What frames and screens compare: it follows from the facts.</summary>
    public IReadOnlyList<ScreeningRow> Screening { get; init; } = [];

    /// <summary>The values as they are stored, by metric and frequency.</summary>
    public IEnumerable<(string Metric, string Frequency, byte[] Packed)> PackSeries() => Values
        .GroupBy(row => (row.Metric, row.Frequency))
        .Select(series => (series.Key.Metric, series.Key.Frequency, PackedSeries.Pack([.. series])));

    public byte[] ScreeningHash => ScreeningRow.ComputeHash(Screening);

    public static PreparedFacts From(CompanyFacts facts, byte[] snapshot)
    {
        var company = new CompanyValues(facts);
        var values = MetricValueRow.Compute(company);
        return new PreparedFacts(
            facts.EntityName, snapshot, ContentHash.Compute(snapshot), facts.Count, facts.FilingCount, facts.LastFiled, values,
            ComputeHash(values))
        {
            Screening = ScreeningRow.Compute(company, values),
        };
    }

    internal static byte[] ComputeHash(IReadOnlyList<MetricValueRow> values)
    {
        var hash = new XxHash128();
        foreach (var row in values)
        {
            var text = string.Create(CultureInfo.InvariantCulture,
                $"{row.Metric}\t{row.Frequency}\t{row.Period.Key}\t{row.Period.Start:O}\t{row.Period.End:O}\t{row.Currency}\t{row.Unit}\t"
                + $"{row.Value}\t{row.Reason}\t{row.ReasonCode}\n");
            hash.Append(Encoding.UTF8.GetBytes(text));
            hash.Append(row.Source ?? []);
        }

        return hash.GetHashAndReset();
    }
}
