using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Files;

/// <summary>A further page of a filer's filings, as listed in the main submissions file.</summary>
/// <param name="Name">File name, <c>CIK##########-submissions-001.json</c>.</param>
/// <param name="FilingCount">Number of filings on the page.</param>
public sealed partial record SubmissionsPage([property: JsonRequired] string Name, int FilingCount)
{
    /// <summary>Whether the name has the SEC's format for a page of this filer.</summary>
    public bool IsOf(Cik cik) => PageName().Match(Name) is { Success: true } match && match.Groups[1].Value == cik.ToString();

    [GeneratedRegex(@"\ACIK(\d{10})-submissions-\d{3}\.json\z")]
    private static partial Regex PageName();
}
