using System.Text.Json.Serialization;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Files;

namespace EdgarApi.Sec.Snapshots;

/// <summary>A profile with filings as columns, which compress better than rows.</summary>
internal sealed record CompanyFile(
    CompanyProfile Profile, string[] Accession, string[] Form, DateOnly[] Filed, DateOnly?[] ReportDate, string[] Items,
    string[] PrimaryDocument, string[] Description, long?[] AcceptedAt)
{
    public static CompanyFile From(CompanyProfile profile, IReadOnlyList<Filing> filings) => new(
        profile, [.. filings.Select(f => f.Accession)], [.. filings.Select(f => f.Form)], [.. filings.Select(f => f.Filed)],
        [.. filings.Select(f => f.ReportDate)], [.. filings.Select(f => f.Items)], [.. filings.Select(f => f.PrimaryDocument)],
        [.. filings.Select(f => f.Description)], [.. filings.Select(f => f.AcceptedAt?.ToUnixTimeMilliseconds())]);

    public Filing[] Filings() =>
    [
        .. Accession.Select((accession, i) => new Filing(
            accession, Form[i], Filed[i], ReportDate[i], Items[i], PrimaryDocument[i], Description[i],
            AcceptedAt[i] is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null)),
    ];
}

/// <summary>All listed companies, as columns.</summary>
internal sealed record ListingsFile(long[] Cik, string[] Name, string[][] Tickers, string[][] Exchanges)
{
    public static ListingsFile From(IReadOnlyList<CompanyProfile> companies) => new(
        [.. companies.Select(c => c.Cik.Value)], [.. companies.Select(c => c.Name)], [.. companies.Select(c => c.Tickers.ToArray())],
        [.. companies.Select(c => c.Exchanges.ToArray())]);

    public CompanyProfile[] Companies() =>
    [
        .. Cik
            .Select((cik, i) => new CompanyProfile { Cik = new Cik(cik), Name = Name[i], Tickers = Tickers[i], Exchanges = Exchanges[i] }),
    ];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 16,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(CikJsonConverter)])]
[JsonSerializable(typeof(CompanyFile))]
[JsonSerializable(typeof(ListingsFile))]
internal sealed partial class SnapshotJsonContext : JsonSerializerContext;
