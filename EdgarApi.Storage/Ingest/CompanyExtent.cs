using System.Globalization;

namespace EdgarApi.Storage.Ingest;

/// <summary>
/// How much a source has of a company. The SEC adds facts and filings, and at times removes a few; a file that is far smaller or older than
/// the stored one is a fault of its publication and would remove known figures. Null where nothing is stored, or the source has
/// no such file.
/// </summary>
/// <param name="Facts">Number of facts, every vintage counted.</param>
/// <param name="Reports">Number of filings that have facts.</param>
/// <param name="LastReport">Day of the newest of them.</param>
/// <param name="Filings">Number of filings in the list of filings.</param>
/// <param name="LastFiling">Day of the newest of them.</param>
internal sealed record CompanyExtent(int? Facts, int? Reports, DateOnly? LastReport, int? Filings, DateOnly? LastFiling)
{
    /// <summary>Share of facts or filings that may disappear from one version to the next.</summary>
    public const double MaxLoss = 0.05;

    /// <summary>The extent of what a source provides.</summary>
    public static CompanyExtent From(PreparedCompany company) => new(
        company.Facts?.FactCount, company.Facts?.FilingCount, company.Facts?.LastFiled,
        company.Filings?.Select(filing => filing.Accession).Distinct().Count(),
        company.Filings is { Count: > 0 } filings ? filings.Max(filing => filing.Filed) : null);

    /// <summary>What is missing compared with the stored company, as text; null if nothing essential is.</summary>
    public string? FindLoss(CompanyExtent stored) =>
        Compare("facts", Facts, stored.Facts)
        ?? Compare("filings with facts", Reports, stored.Reports)
        ?? (Facts is null ? null : Compare("facts", LastReport, stored.LastReport))
        ?? Compare("filings", Filings, stored.Filings)
        ?? (Filings is null ? null : Compare("filings", LastFiling, stored.LastFiling));

    /// <summary>One may disappear in any case: a young company has few.</summary>
    private static string? Compare(string what, int? now, int? before) =>
        before is { } stored && now is { } left && stored - left > Math.Max(1, MaxLoss * stored)
            ? string.Create(CultureInfo.InvariantCulture, $"it has {now:N0} {what} where {before:N0} are stored")
            : null;

    private static string? Compare(string what, DateOnly? now, DateOnly? before) =>
        before is null || now >= before ? null : now is null ? $"it has no {what} any more"
            : string.Create(
                CultureInfo.InvariantCulture, $"its newest {what} are of {now:yyyy-MM-dd}, and those stored of {before:yyyy-MM-dd}");
}

/// <summary>The source has much less of a company than is stored; nothing was written.</summary>
internal sealed class SmallerCompanyException(string loss)
    : Exception($"{loss}; the stored version stays. An ingest order with acceptSmaller replaces it")
{
    /// <summary>What is missing, as text.</summary>
    public string Loss => loss;
}
